"""What each check of the data is called, what its finding means, and what to do about it."""

from dataclasses import dataclass

from cockpit.domain.quality import FEWEST_WINS, FRESH_DAYS, SILENT_DAYS, UNTOUCHED_DAYS, Check
from cockpit.domain.quality import CheckResult as Result
from cockpit.presenters.formatting import format_count, format_money_short, format_plural


@dataclass(frozen=True, slots=True)
class CheckWords:
    """The words of a check; texts in braces are filled in by `fill_words`.

    Args:
        title: What is wrong, as the head of a row.
        found: What was found, as part of a sentence.
        consequence: What that does to the answers.
        advice: What to do.
        fine: What holds where nothing was found.
        rule: What exactly was counted.
        found_all: What was found where it is all there is; as `found` where not given.
    """

    title: str
    found: str
    consequence: str
    advice: str
    fine: str
    rule: str
    found_all: str = ""


WORDS = {
    Check.WON_WITHOUT_CLOSE: CheckWords(
        "Won deals without a close date",
        "{deals} worth {money} {belong} to no period",
        "Won, but nobody knows when: counted in no quarter. Actual revenue is short of what was "
        "really won by up to {money}.",
        "Fill in the close dates in the CRM and import again.",
        "Every won deal has a close date",
        "Won opportunities whose close date is empty.",
    ),
    Check.WON_WITHOUT_AMOUNT: CheckWords(
        "Won deals without an amount",
        "{deals} {count} as $0",
        "Each adds a win and no revenue: deal sizes look smaller and the gap larger than they are.",
        "Fill in the amounts in the CRM and import again.",
        "Every won deal has an amount",
        "Won opportunities whose amount is empty.",
    ),
    Check.AMOUNT_NOT_POSITIVE: CheckWords(
        "Amounts of zero or less",
        "{deals} {have} an amount of zero or less",
        "They add up to {money}. A credit note lowers revenue; a slip does so too.",
        "Check that they are meant; correct the others in the CRM.",
        "No won deal is worth nothing, and no amount is negative",
        "Won opportunities of 0, and all opportunities below 0.",
    ),
    Check.WON_IN_FUTURE: CheckWords(
        "Won deals that close in the future",
        "{deals} worth {money} {are} won but close in the future",
        "They count from their close date on, so they are missing until then.",
        "Enter the day on which they were really won.",
        "No won deal closes in the future",
        "Won opportunities whose close date lies after {today}.",
    ),
    Check.CLOSED_BEFORE_CREATED: CheckWords(
        "Deals closed before they were created",
        "{deals} closed before {they} {were} created",
        "Their time to close cannot be told and is taken as none, which makes sales look quicker.",
        "Correct one of the two dates in the CRM; often the deal was entered late.",
        "No deal closed before it was created",
        "Opportunities whose close date lies before the day on which they were created.",
    ),
    Check.NO_LOST_DEALS: CheckWords(
        "No lost deal at all",
        "no deal was ever lost: the win rate looks like 100%",
        "{deals} won and none lost. Some CRMs archive lost deals, and an ordinary export leaves "
        "them out.",
        "Export again with archived deals included.",
        "Lost deals are there, so win rates can be told",
        f"Asked from {FEWEST_WINS} won deals on.",
    ),
    Check.REPS_WITHOUT_TARGET: CheckWords(
        "Reps without a target in {period}",
        "{reps} {have} records but no target in {period}",
        "Their {money} won in {period} count towards no target, and no gap is explained for them.",
        "Give them a target on the Plan screen, or an end date if they have left.",
        "Every rep with records in {period} has a target",
        "Reps with a lead or an opportunity in {period} and no target that touches it.",
        found_all="no rep has a target in {period}",
    ),
    Check.TARGETS_WITHOUT_RECORDS: CheckWords(
        "Targets without any record",
        "{reps} {have} a target in {period} but no record in a year",
        "{money} of target stands against nothing: the rep is spelt another way in the CRM, has "
        "not begun, or has left.",
        "Add the CRM's spelling as another name, or take the target away.",
        "Every rep with a target has records",
        "Reps with a target that touches {period}, and no lead or opportunity in the year to its "
        "end.",
    ),
    Check.REJECTED_ROWS: CheckWords(
        "Rejected rows, not yet corrected",
        "{rows} of the last import {are} not in",
        "What these rows say is missing from every answer.",
        "Save the rejected rows as a file, correct them there, and import that file.",
        "The last import of each kind of file took every row",
        "Rows that the newest import of each kind of file turned away.",
    ),
    Check.LEADS_WITHOUT_SOURCE: CheckWords(
        "Leads without a source",
        "{leads} ({share}) {have} no source",
        "They count as leads, but whether the mix of sources changed cannot be told for them.",
        "Make the source a required field in the CRM, and fill it in for recent leads.",
        "Every lead has a source",
        "Leads whose source is empty.",
        found_all="no lead has a source",
    ),
    Check.LEADS_WITHOUT_REP: CheckWords(
        "Leads without a rep",
        "{leads} ({share}) {belong} to nobody",
        "They count for the team but towards nobody's promised leads.",
        "Assign them in the CRM. If owners are ids, import the users file with them.",
        "Every lead has a rep",
        "Leads whose owner is empty.",
        found_all="no lead has a rep",
    ),
    Check.DEALS_WITHOUT_LEAD: CheckWords(
        "Opportunities without a lead",
        "{deals} ({share}) came from no known lead",
        "They count as found by the reps themselves, {money} in all. Those that did come from a "
        "lead are missing from lead conversion.",
        "Import the leads too, with the field that links them to their opportunity.",
        "Every opportunity came from a known lead",
        "Opportunities that no lead is linked to.",
        found_all="no opportunity came from a known lead",
    ),
    Check.DEALS_WITHOUT_REP: CheckWords(
        "Opportunities without a rep",
        "{deals} worth {money} {belong} to nobody",
        "They count for the team but for no rep.",
        "Assign them in the CRM. If owners are ids, import the users file with them.",
        "Every opportunity has a rep",
        "Opportunities whose owner is empty.",
        found_all="no opportunity has a rep",
    ),
    Check.SIMILAR_REPS: CheckWords(
        "Reps spelt two ways",
        "{pairs} of reps {have} nearly the same name",
        "If they are one person, their records and targets are torn apart.",
        "Add one name to the other as another name; the two then become one.",
        "No two reps have nearly the same name",
        "Names that differ by case, accents, order, an initial or about one letter in ten.",
    ),
    Check.SIMILAR_SOURCES: CheckWords(
        "Sources spelt two ways",
        "{pairs} of sources {have} nearly the same name",
        "If they are one source, its conversion is told from two smaller halves.",
        "Use one spelling in the CRM and import again.",
        "No two sources have nearly the same name",
        "Names that differ by case, accents, order, an initial or about one letter in ten.",
    ),
    Check.LEADS_UNTOUCHED: CheckWords(
        "Leads that nobody has touched",
        "{leads} ({share}) {were} never touched",
        "Promised and delivered, but nobody answered, qualified or disqualified them.",
        "Ask whether they were seen; a lead that is closed unseen says so in the CRM.",
        f"No lead has waited {UNTOUCHED_DAYS} days without a reaction",
        f"Leads older than {UNTOUCHED_DAYS} days without first response, qualification, "
        "disqualification or opportunity.",
    ),
    Check.STALE_DEALS: CheckWords(
        "Open deals that hardly ever close",
        "{deals} worth {money} {have} been open for more than {days} days",
        "19 of 20 deals that closed did so within {days} days. These keep the pipeline looking "
        "larger than it is.",
        "Close those that are lost, and date the others anew.",
        "No open deal is older than deals usually get",
        "Opportunities open for more than {days} days: longer than 19 of 20 closed ones took.",
    ),
    Check.SILENT_REPS: CheckWords(
        "Reps gone silent",
        "{reps} {have} had no new record in {silent} days",
        "Most others have new ones. {money} of open deals are theirs.",
        "Ask whether their records are missing from the export; enter an end date if they left.",
        "No rep has gone silent",
        f"Reps with records within a year but none in {SILENT_DAYS} days, where at least half of "
        "the team has one.",
    ),
    Check.LEADS_GONE: CheckWords(
        "Leads gone from the CRM",
        "{leads} {are} no longer in the CRM",
        "A full export lacked them. They are kept and marked, and counted nowhere.",
        "Nothing, if they were deleted on purpose. If not, restore them there and import again.",
        "No lead has gone from the CRM",
        "Leads that a full export no longer held.",
    ),
    Check.DEALS_GONE: CheckWords(
        "Opportunities gone from the CRM",
        "{deals} worth {money} {are} no longer in the CRM",
        "A full export lacked them. They are kept and marked, and counted nowhere.",
        "Nothing, if they were deleted on purpose. If not, restore them there and import again.",
        "No opportunity has gone from the CRM",
        "Opportunities that a full export no longer held.",
    ),
    Check.FRESHNESS: CheckWords(
        "The data has aged",
        "nothing is recorded after {last_day}, {age} ago",
        "Whatever has happened since is not known, so it looks as if it had not happened.",
        "Export from the CRM and import again.",
        "The data is fresh",
        f"Days since the last day on which anything is recorded; from {FRESH_DAYS + 1} on.",
    ),
}
"""The words of every check."""


def fill_words(text: str, result: Result, facts: dict[str, str], currency: str) -> str:
    """Return a text of `CheckWords` with the numbers of a result.

    Args:
        text: The text.
        result: Whose numbers to fill in.
        facts: What is the same for all checks: `period`, `today`, `last_day`.
        currency: ISO 4217 code of amounts.
    """
    count = result.count
    is_one = count == 1
    words = {
        "deals": format_plural(count, "deal"),
        "leads": format_plural(count, "lead"),
        "reps": format_plural(count, "rep"),
        "rows": format_plural(count, "row"),
        "pairs": format_plural(count, "pair"),
        "age": format_plural(count, "day"),
        "days": format_count(result.days or 0),
        "silent": format_count(SILENT_DAYS),
        "money": format_money_short(result.amount or 0, currency),
        "share": format_share(count, result.of),
        "belong": "belongs" if is_one else "belong",
        "have": "has" if is_one else "have",
        "were": "was" if is_one else "were",
        "they": "it" if is_one else "they",
        "count": "counts" if is_one else "count",
        "are": "is" if is_one else "are",
    }
    return text.format_map(facts | words)


def format_share(count: int, of: int) -> str:
    """Return a share in whole percent; a few among many are `<1%`, and not all are `>99%`."""
    if not of:
        return ""
    percent = count / of * 100
    if 0 < percent < 1:
        return "<1%"
    if 99 < percent < 100:  # noqa: PLR2004 - the other end of the same rule
        return ">99%"
    return f"{percent:.0f}%"
