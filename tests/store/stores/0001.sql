BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE assumption (
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	rep INTEGER, 
	source INTEGER, 
	period VARCHAR, 
	lead_to_opp FLOAT, 
	win_rate FLOAT, 
	deal_size INTEGER, 
	lead_to_opp_days FLOAT, 
	opp_to_win_days FLOAT, 
	opp_to_loss_days FLOAT, 
	self_sourced_opps FLOAT, 
	currency VARCHAR NOT NULL, 
	CONSTRAINT pk_assumption PRIMARY KEY (id), 
	CONSTRAINT fk_assumption_rep FOREIGN KEY(rep) REFERENCES rep (id), 
	CONSTRAINT fk_assumption_source FOREIGN KEY(source) REFERENCES source (id)
);
INSERT INTO "assumption" VALUES(1,1484639199982630218,NULL,1,NULL,NULL,NULL,0.3,0.25,900000,14.0,40.0,30.0,NULL,'USD');
INSERT INTO "assumption" VALUES(2,1412488520394771386,NULL,1,2,NULL,'2026-Q3',0.35,NULL,NULL,NULL,NULL,NULL,2.0,'USD');
CREATE TABLE assumption_history (
	version INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	rep INTEGER, 
	source INTEGER, 
	period VARCHAR, 
	lead_to_opp FLOAT, 
	win_rate FLOAT, 
	deal_size INTEGER, 
	lead_to_opp_days FLOAT, 
	opp_to_win_days FLOAT, 
	opp_to_loss_days FLOAT, 
	self_sourced_opps FLOAT, 
	currency VARCHAR NOT NULL, 
	to_batch INTEGER NOT NULL, 
	CONSTRAINT pk_assumption_history PRIMARY KEY (version)
);
CREATE TABLE column_mapping (
	signature VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	document VARCHAR NOT NULL, 
	CONSTRAINT pk_column_mapping PRIMARY KEY (signature)
);
CREATE TABLE commitment (
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	rep INTEGER NOT NULL, 
	period VARCHAR NOT NULL, 
	source INTEGER, 
	leads FLOAT NOT NULL, 
	CONSTRAINT pk_commitment PRIMARY KEY (id), 
	CONSTRAINT fk_commitment_rep FOREIGN KEY(rep) REFERENCES rep (id), 
	CONSTRAINT fk_commitment_source FOREIGN KEY(source) REFERENCES source (id)
);
INSERT INTO "commitment" VALUES(1,7952068142038681511,NULL,1,1,'2026-Q3',1,60.0);
INSERT INTO "commitment" VALUES(2,2422570480398715444,NULL,1,2,'2026-Q3',NULL,40.0);
CREATE TABLE commitment_history (
	version INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	rep INTEGER NOT NULL, 
	period VARCHAR NOT NULL, 
	source INTEGER, 
	leads FLOAT NOT NULL, 
	to_batch INTEGER NOT NULL, 
	CONSTRAINT pk_commitment_history PRIMARY KEY (version)
);
CREATE TABLE import_batch (
	id INTEGER NOT NULL, 
	at INTEGER NOT NULL, 
	command VARCHAR NOT NULL, 
	CONSTRAINT pk_import_batch PRIMARY KEY (id)
);
INSERT INTO "import_batch" VALUES(1,1795336042,'import targets.csv commitments.csv assumptions.csv leads.csv');
INSERT INTO "import_batch" VALUES(2,1795336043,'import opportunities.csv');
INSERT INTO "import_batch" VALUES(3,1795336044,'import leads_later.csv');
CREATE TABLE import_file (
	id INTEGER NOT NULL, 
	batch_id INTEGER NOT NULL, 
	file VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	recognised_as VARCHAR NOT NULL, 
	rows INTEGER NOT NULL, 
	added INTEGER NOT NULL, 
	updated INTEGER NOT NULL, 
	unchanged INTEGER NOT NULL, 
	rejected INTEGER NOT NULL, 
	skipped INTEGER NOT NULL, 
	digest VARCHAR, 
	revisions VARCHAR, 
	CONSTRAINT pk_import_file PRIMARY KEY (id), 
	CONSTRAINT fk_import_file_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id)
);
INSERT INTO "import_file" VALUES(1,1,'targets.csv','targets','plain',2,2,0,0,0,0,'9cd9d8f0d37197236eb6ac98918923105a452f9553eaa1a44b4cca136201380f','team=0;target=1');
INSERT INTO "import_file" VALUES(2,1,'commitments.csv','commitments','plain',2,2,0,0,0,0,'8f01653865d46296d2342ab44549a6c1f5ce4724977047a0f310b248536ce8ee','team=0;commitment=1');
INSERT INTO "import_file" VALUES(3,1,'assumptions.csv','assumptions','plain',2,2,0,0,0,0,'ceec5eaab1d315f94499b98c5a7fdbfecabf4b484d066aed1334df1ee2555a44','team=0;assumption=1');
INSERT INTO "import_file" VALUES(4,1,'leads.csv','leads','plain',4,4,0,0,0,0,'f77811761f1447d80d640fa8cc1d0c3b92fc8df4532c86fe63667dffec228353','team=0;lead=1');
INSERT INTO "import_file" VALUES(5,2,'opportunities.csv','opportunities','plain',3,3,0,0,0,0,'b9c24d68c38c69d5ef137657cedc7a82353076ea7626a2c0cb4ce056f8ec5a35','team=0;opportunity=1');
INSERT INTO "import_file" VALUES(6,3,'leads_later.csv','leads','plain',5,1,1,3,0,0,'584e75c2f9fe37b3feb0d0ad72ed4bc2fd0d8a326a7958bea1f6fd3804beed10','team=0;lead=2');
CREATE TABLE import_problem (
	id INTEGER NOT NULL, 
	file_id INTEGER NOT NULL, 
	"row" INTEGER, 
	"column" VARCHAR, 
	value VARCHAR, 
	problem VARCHAR NOT NULL, 
	fate VARCHAR NOT NULL, 
	CONSTRAINT pk_import_problem PRIMARY KEY (id), 
	CONSTRAINT fk_import_problem_file_id FOREIGN KEY(file_id) REFERENCES import_file (id)
);
INSERT INTO "import_problem" VALUES(1,6,6,'rep','Cleo Dubois','not a known rep; added without a target (1 row)','kept');
CREATE TABLE lead (
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	lead_id VARCHAR NOT NULL, 
	rep INTEGER, 
	source INTEGER, 
	assigned_at INTEGER NOT NULL, 
	created_at INTEGER, 
	qualified_at INTEGER, 
	first_response_at INTEGER, 
	disqualified_at INTEGER, 
	disqualified_reason INTEGER, 
	status INTEGER, 
	segment INTEGER, 
	campaign INTEGER, 
	tier INTEGER, 
	account VARCHAR, 
	CONSTRAINT pk_lead PRIMARY KEY (id)
);
INSERT INTO "lead" VALUES(1,-2295464331563713062,NULL,1,'L-1',1,1,1782864000,1782777600,NULL,NULL,NULL,NULL,1,NULL,4,NULL,'Acme GmbH');
INSERT INTO "lead" VALUES(2,7097497626857355144,NULL,3,'L-2',1,2,1782950400,1782950400,NULL,NULL,NULL,NULL,8,NULL,NULL,NULL,'Contoso');
INSERT INTO "lead" VALUES(3,6657876426287928154,NULL,1,'L-3',1,2,1783036800,NULL,NULL,NULL,NULL,NULL,3,NULL,4,NULL,'Initech');
INSERT INTO "lead" VALUES(4,-9186075769915159940,NULL,1,'L-4',NULL,3,1783123200,NULL,NULL,NULL,NULL,NULL,2,NULL,NULL,NULL,'Ümlaut AG');
INSERT INTO "lead" VALUES(5,739682651512993578,NULL,3,'L-5',3,3,1783209600,NULL,NULL,NULL,NULL,NULL,2,NULL,NULL,NULL,'Umbrella');
CREATE TABLE lead_history (
	version INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	lead_id VARCHAR NOT NULL, 
	rep INTEGER, 
	source INTEGER, 
	assigned_at INTEGER NOT NULL, 
	created_at INTEGER, 
	qualified_at INTEGER, 
	first_response_at INTEGER, 
	disqualified_at INTEGER, 
	disqualified_reason INTEGER, 
	status INTEGER, 
	segment INTEGER, 
	campaign INTEGER, 
	tier INTEGER, 
	account VARCHAR, 
	to_batch INTEGER NOT NULL, 
	CONSTRAINT pk_lead_history PRIMARY KEY (version)
);
INSERT INTO "lead_history" VALUES(1,2,974950232023195460,NULL,1,'L-2',2,2,1782950400,1782950400,NULL,NULL,NULL,NULL,2,NULL,NULL,NULL,'Contoso',3);
CREATE TABLE lead_link (
	opportunity INTEGER NOT NULL, 
	lead INTEGER NOT NULL, 
	CONSTRAINT pk_lead_link PRIMARY KEY (opportunity)
);
INSERT INTO "lead_link" VALUES(1,1);
INSERT INTO "lead_link" VALUES(3,2);
CREATE TABLE meeting (
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	meeting_id VARCHAR NOT NULL, 
	rep INTEGER, 
	held_at INTEGER NOT NULL, 
	account VARCHAR, 
	kind INTEGER, 
	net_new INTEGER, 
	CONSTRAINT pk_meeting PRIMARY KEY (id)
);
CREATE TABLE meeting_history (
	version INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	meeting_id VARCHAR NOT NULL, 
	rep INTEGER, 
	held_at INTEGER NOT NULL, 
	account VARCHAR, 
	kind INTEGER, 
	net_new INTEGER, 
	to_batch INTEGER NOT NULL, 
	CONSTRAINT pk_meeting_history PRIMARY KEY (version)
);
CREATE TABLE opportunity (
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	opportunity_id VARCHAR NOT NULL, 
	rep INTEGER, 
	source INTEGER, 
	lead_id VARCHAR, 
	created_at INTEGER NOT NULL, 
	closed_at INTEGER, 
	outcome INTEGER NOT NULL, 
	amount INTEGER, 
	currency VARCHAR NOT NULL, 
	origin INTEGER, 
	kind INTEGER, 
	stage INTEGER, 
	expected_close_at INTEGER, 
	contract_signed_at INTEGER, 
	loss_reason INTEGER, 
	competitor INTEGER, 
	account VARCHAR, 
	CONSTRAINT pk_opportunity PRIMARY KEY (id)
);
INSERT INTO "opportunity" VALUES(1,1954071437324849978,NULL,2,'O-1',1,NULL,'L-1',1783503000,1785542400,1,1250050,'USD',NULL,NULL,5,NULL,NULL,NULL,NULL,'Acme GmbH');
INSERT INTO "opportunity" VALUES(2,-4636436200912579216,NULL,2,'O-2',2,NULL,NULL,1783591200,NULL,0,800000,'USD',NULL,NULL,6,NULL,NULL,NULL,NULL,'Hooli');
INSERT INTO "opportunity" VALUES(3,-3308234405135005440,NULL,2,'O-3',2,NULL,'L-2',1783681200,1786320000,2,NULL,'USD',NULL,NULL,7,NULL,NULL,NULL,NULL,'Contoso');
CREATE TABLE opportunity_history (
	version INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	opportunity_id VARCHAR NOT NULL, 
	rep INTEGER, 
	source INTEGER, 
	lead_id VARCHAR, 
	created_at INTEGER NOT NULL, 
	closed_at INTEGER, 
	outcome INTEGER NOT NULL, 
	amount INTEGER, 
	currency VARCHAR NOT NULL, 
	origin INTEGER, 
	kind INTEGER, 
	stage INTEGER, 
	expected_close_at INTEGER, 
	contract_signed_at INTEGER, 
	loss_reason INTEGER, 
	competitor INTEGER, 
	account VARCHAR, 
	to_batch INTEGER NOT NULL, 
	CONSTRAINT pk_opportunity_history PRIMARY KEY (version)
);
CREATE TABLE rep (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	starts_on INTEGER, 
	ends_on INTEGER, 
	CONSTRAINT pk_rep PRIMARY KEY (id), 
	CONSTRAINT uq_rep_name UNIQUE (name)
);
INSERT INTO "rep" VALUES(1,'Amara Okafor',NULL,NULL);
INSERT INTO "rep" VALUES(2,'Ben Ko',NULL,NULL);
INSERT INTO "rep" VALUES(3,'Cleo Dubois',NULL,NULL);
CREATE TABLE rep_name (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	rep_id INTEGER NOT NULL, 
	CONSTRAINT pk_rep_name PRIMARY KEY (id), 
	CONSTRAINT uq_rep_name_name UNIQUE (name), 
	CONSTRAINT fk_rep_name_rep_id FOREIGN KEY(rep_id) REFERENCES rep (id)
);
INSERT INTO "rep_name" VALUES(1,'Amara Okafor',1);
INSERT INTO "rep_name" VALUES(2,'Ben Ko',2);
INSERT INTO "rep_name" VALUES(3,'Cleo Dubois',3);
CREATE TABLE revision (
	part VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	CONSTRAINT pk_revision PRIMARY KEY (part)
);
INSERT INTO "revision" VALUES('target',1);
INSERT INTO "revision" VALUES('commitment',1);
INSERT INTO "revision" VALUES('assumption',1);
INSERT INTO "revision" VALUES('lead',2);
INSERT INTO "revision" VALUES('opportunity',1);
CREATE TABLE source (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	CONSTRAINT pk_source PRIMARY KEY (id), 
	CONSTRAINT uq_source_name UNIQUE (name)
);
INSERT INTO "source" VALUES(1,'Webinar','marketing');
INSERT INTO "source" VALUES(2,'Search','marketing');
INSERT INTO "source" VALUES(3,'Fair','marketing');
CREATE TABLE source_name (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	source_id INTEGER NOT NULL, 
	CONSTRAINT pk_source_name PRIMARY KEY (id), 
	CONSTRAINT uq_source_name_name UNIQUE (name), 
	CONSTRAINT fk_source_name_source_id FOREIGN KEY(source_id) REFERENCES source (id)
);
INSERT INTO "source_name" VALUES(1,'Webinar',1);
INSERT INTO "source_name" VALUES(2,'Search',2);
INSERT INTO "source_name" VALUES(3,'Fair',3);
CREATE TABLE spend (
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	month VARCHAR NOT NULL, 
	source INTEGER, 
	reserve INTEGER NOT NULL, 
	amount INTEGER NOT NULL, 
	currency VARCHAR NOT NULL, 
	CONSTRAINT pk_spend PRIMARY KEY (id), 
	CONSTRAINT fk_spend_source FOREIGN KEY(source) REFERENCES source (id)
);
CREATE TABLE spend_history (
	version INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	month VARCHAR NOT NULL, 
	source INTEGER, 
	reserve INTEGER NOT NULL, 
	amount INTEGER NOT NULL, 
	currency VARCHAR NOT NULL, 
	to_batch INTEGER NOT NULL, 
	CONSTRAINT pk_spend_history PRIMARY KEY (version)
);
CREATE TABLE target (
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	rep INTEGER NOT NULL, 
	period VARCHAR NOT NULL, 
	revenue INTEGER NOT NULL, 
	currency VARCHAR NOT NULL, 
	CONSTRAINT pk_target PRIMARY KEY (id), 
	CONSTRAINT fk_target_rep FOREIGN KEY(rep) REFERENCES rep (id)
);
INSERT INTO "target" VALUES(1,-5332920554231559848,NULL,1,1,'2026-Q3',6200000,'USD');
INSERT INTO "target" VALUES(2,-3472821592109790759,NULL,1,2,'2026-Q3',4800000,'USD');
CREATE TABLE target_history (
	version INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	rep INTEGER NOT NULL, 
	period VARCHAR NOT NULL, 
	revenue INTEGER NOT NULL, 
	currency VARCHAR NOT NULL, 
	to_batch INTEGER NOT NULL, 
	CONSTRAINT pk_target_history PRIMARY KEY (version)
);
CREATE TABLE team (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	currency VARCHAR NOT NULL, 
	first_month INTEGER NOT NULL, 
	week_start INTEGER NOT NULL, 
	tolerance FLOAT NOT NULL, 
	CONSTRAINT pk_team PRIMARY KEY (id)
);
CREATE TABLE visitors (
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	month VARCHAR NOT NULL, 
	source INTEGER, 
	visitors INTEGER NOT NULL, 
	CONSTRAINT pk_visitors PRIMARY KEY (id), 
	CONSTRAINT fk_visitors_source FOREIGN KEY(source) REFERENCES source (id)
);
CREATE TABLE visitors_history (
	version INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	row_hash INTEGER NOT NULL, 
	line_hash INTEGER, 
	batch_id INTEGER NOT NULL, 
	month VARCHAR NOT NULL, 
	source INTEGER, 
	visitors INTEGER NOT NULL, 
	to_batch INTEGER NOT NULL, 
	CONSTRAINT pk_visitors_history PRIMARY KEY (version)
);
CREATE TABLE word (
	id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	CONSTRAINT pk_word PRIMARY KEY (id), 
	CONSTRAINT uq_word_name UNIQUE (name)
);
INSERT INTO "word" VALUES(1,'converted');
INSERT INTO "word" VALUES(2,'new');
INSERT INTO "word" VALUES(3,'disqualified');
INSERT INTO "word" VALUES(4,'Spring');
INSERT INTO "word" VALUES(5,'Closed Won');
INSERT INTO "word" VALUES(6,'Proposal');
INSERT INTO "word" VALUES(7,'Closed Lost');
INSERT INTO "word" VALUES(8,'working');
CREATE INDEX ix_target_history_id ON target_history (id);
CREATE INDEX ix_commitment_history_id ON commitment_history (id);
CREATE INDEX ix_assumption_history_id ON assumption_history (id);
CREATE INDEX ix_lead_history_id ON lead_history (id);
CREATE UNIQUE INDEX uq_lead ON lead (lead_id);
CREATE INDEX ix_opportunity_history_id ON opportunity_history (id);
CREATE UNIQUE INDEX uq_opportunity ON opportunity (opportunity_id);
CREATE INDEX ix_spend_history_id ON spend_history (id);
CREATE INDEX ix_visitors_history_id ON visitors_history (id);
CREATE INDEX ix_meeting_history_id ON meeting_history (id);
CREATE UNIQUE INDEX uq_meeting ON meeting (meeting_id);
CREATE INDEX ix_import_file_digest ON import_file (digest);
CREATE INDEX ix_import_file_batch_id ON import_file (batch_id);
CREATE UNIQUE INDEX uq_target ON target (rep, period);
CREATE UNIQUE INDEX uq_commitment ON commitment (rep, period, coalesce(source, 0));
CREATE UNIQUE INDEX uq_assumption ON assumption (coalesce(rep, 0), coalesce(source, 0), coalesce(period, ''));
CREATE UNIQUE INDEX uq_spend ON spend (month, coalesce(source, 0), reserve);
CREATE UNIQUE INDEX uq_visitors ON visitors (month, coalesce(source, 0));
CREATE INDEX ix_import_problem_file_id ON import_problem (file_id);
COMMIT;
