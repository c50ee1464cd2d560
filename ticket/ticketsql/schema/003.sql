-- What else is searched for: '' and NULL stand for what is not there. A due time that is not there is the last of all, so that one walk
-- along an index gives a queue in order.
ALTER TABLE tickets ADD COLUMN state     TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN pending   TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN kind      TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN owner     TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN requester TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN channel   TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN service   TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN category  TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN due       INTEGER NOT NULL DEFAULT 9223372036854775807; -- the next promise to the client
ALTER TABLE tickets ADD COLUMN opened    INTEGER;
ALTER TABLE tickets ADD COLUMN updated   INTEGER;
ALTER TABLE tickets ADD COLUMN resolved  INTEGER;
ALTER TABLE tickets ADD COLUMN closed    INTEGER;

-- Instants of tickets that were written before, out of their JSON: 2026-11-23T09:00:00.123456Z has its microseconds from the 21st
-- character on, without the zeros at their end.
UPDATE tickets SET
	state     = coalesce(data ->> 'state', ''),
	pending   = coalesce(data ->> 'pending', ''),
	kind      = coalesce(data ->> 'kind', ''),
	owner     = coalesce(data ->> '$.owner.engineer', ''),
	requester = coalesce(data ->> 'requester', ''),
	channel   = coalesce(data ->> 'channel', ''),
	service   = coalesce(data ->> 'service', ''),
	category  = coalesce(data ->> 'category', ''),
	due       = coalesce((
		SELECT min(unixepoch(at) * 1000000 + substr(rtrim(substr(at, 21), 'Z') || '000000', 1, 6))
		FROM (SELECT value ->> 'due' AS at FROM json_each(data, '$.clocks') WHERE value ->> 'kind' = 'sla')
	), 9223372036854775807),
	opened    = unixepoch(data ->> 'opened') * 1000000 + substr(rtrim(substr(data ->> 'opened', 21), 'Z') || '000000', 1, 6),
	updated   = unixepoch(data ->> 'updated') * 1000000 + substr(rtrim(substr(data ->> 'updated', 21), 'Z') || '000000', 1, 6),
	resolved  = unixepoch(data ->> 'resolved') * 1000000 + substr(rtrim(substr(data ->> 'resolved', 21), 'Z') || '000000', 1, 6),
	closed    = unixepoch(data ->> 'closed') * 1000000 + substr(rtrim(substr(data ->> 'closed', 21), 'Z') || '000000', 1, 6);

CREATE INDEX tickets_requester ON tickets (client, requester, open, id) WHERE requester <> '';
CREATE INDEX tickets_owner     ON tickets (client, owner, open, id) WHERE owner <> '';

-- Queues: of open tickets, and of what is promised for others. A rare priority is found in the index alone.
CREATE INDEX tickets_due      ON tickets (client, due, id, priority)       WHERE due < 9223372036854775807 OR open = 1;
CREATE INDEX tickets_tier_due ON tickets (client, tier, due, id, priority) WHERE due < 9223372036854775807 OR open = 1;
