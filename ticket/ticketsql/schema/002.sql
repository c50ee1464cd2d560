-- What an alarm is about, to find the others of the same host or site.
ALTER TABLE tickets ADD COLUMN source TEXT NOT NULL DEFAULT '';
CREATE INDEX tickets_source ON tickets (client, source, open, id) WHERE source <> '';

-- Ids of the mails that tickets are about, each of one ticket for ever.
CREATE TABLE refs (
	client    TEXT NOT NULL,
	reference TEXT NOT NULL,
	ticket    TEXT NOT NULL,
	PRIMARY KEY (client, reference)
) STRICT, WITHOUT ROWID;
