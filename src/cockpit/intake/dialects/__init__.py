"""One file per CRM that declares how its exports become ours; `forms` says with which words."""

from cockpit.intake.dialects.forms import Dialect
from cockpit.intake.dialects.hubspot import HUBSPOT
from cockpit.intake.dialects.odoo import ODOO
from cockpit.intake.dialects.pipedrive import PIPEDRIVE
from cockpit.intake.dialects.plain import PLAIN
from cockpit.intake.dialects.salesforce import SALESFORCE
from cockpit.intake.dialects.zoho import ZOHO

DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect for dialect in (PLAIN, SALESFORCE, HUBSPOT, PIPEDRIVE, ZOHO, ODOO)
}
"""All of them by name, as `--from` takes it."""
