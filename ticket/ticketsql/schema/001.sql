-- Tickets as they stand. The whole ticket is data, as JSON; the other columns repeat what is searched for. Columns that change with
-- every commit are in no index but the one of wakes. Instants are microseconds since 1970, UTC.
CREATE TABLE tickets (
	n          INTEGER PRIMARY KEY,           -- in the order in which they were opened
	client     TEXT NOT NULL,
	id         TEXT NOT NULL,
	version    INTEGER NOT NULL,              -- number of the last event
	open       INTEGER NOT NULL,              -- 1 while work may be due, else 0
	class      TEXT NOT NULL,
	tier       TEXT NOT NULL,
	assignee   TEXT NOT NULL,
	group_name TEXT NOT NULL,
	priority   TEXT NOT NULL,
	alarm      TEXT NOT NULL,
	wake       INTEGER,                       -- planned; NULL for never
	leased     INTEGER,                       -- the wake is claimed until then; NULL while nobody has claimed it
	data       TEXT NOT NULL,
	UNIQUE (client, id)
) STRICT;

-- One for each filter, in the order of ids behind it, so that a page is a walk along one index. Most are walked for open tickets only.
CREATE INDEX tickets_open     ON tickets (client, id) WHERE open = 1;
CREATE INDEX tickets_class    ON tickets (client, class, id);
CREATE INDEX tickets_tier     ON tickets (client, tier, open, id);
CREATE INDEX tickets_assignee ON tickets (client, assignee, open, id) WHERE assignee <> '';
CREATE INDEX tickets_group    ON tickets (client, group_name, open, id) WHERE group_name <> '';
CREATE INDEX tickets_priority ON tickets (client, priority, open, id) WHERE priority <> '';
CREATE INDEX tickets_alarm    ON tickets (client, alarm, open, id) WHERE alarm <> '';

-- While a ticket is open, no other of its client has the same alarm key.
CREATE UNIQUE INDEX tickets_one_alarm ON tickets (client, alarm) WHERE open = 1 AND alarm <> '';

CREATE INDEX tickets_wake ON tickets (wake, leased) WHERE wake IS NOT NULL;

-- What happened, as JSON, clustered by ticket.
CREATE TABLE events (
	client TEXT NOT NULL,
	ticket TEXT NOT NULL,
	seq    INTEGER NOT NULL,
	data   TEXT NOT NULL,
	PRIMARY KEY (client, ticket, seq)
) STRICT, WITHOUT ROWID;

-- Notices to send. A row stays when the notice is sent, so that its key stays taken.
CREATE TABLE notices (
	n       INTEGER PRIMARY KEY,              -- in the order in which they were queued
	client  TEXT NOT NULL,
	key     TEXT NOT NULL,
	ticket  TEXT NOT NULL,
	policy  TEXT NOT NULL,
	status  TEXT NOT NULL,                    -- queued, sent, failed, cancelled
	ready   INTEGER NOT NULL,                 -- while queued: may be claimed from then on
	attempt INTEGER NOT NULL DEFAULT 0,       -- claims so far; the number of the latest is its token
	error   TEXT NOT NULL DEFAULT '',         -- of the last attempt
	data    TEXT NOT NULL,
	UNIQUE (client, key)
) STRICT;

CREATE INDEX notices_ready  ON notices (ready, n) WHERE status = 'queued';
CREATE INDEX notices_policy ON notices (client, ticket, policy) WHERE status = 'queued';

-- The keys of commands that were carried out, with what they came to.
CREATE TABLE commands (
	client  TEXT NOT NULL,
	key     TEXT NOT NULL,
	ticket  TEXT NOT NULL,
	version INTEGER NOT NULL,
	PRIMARY KEY (client, key)
) STRICT, WITHOUT ROWID;
