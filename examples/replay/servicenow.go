package main

import (
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// ServiceNow is the audit log of an incident table in ServiceNow: one row for every update, each with the whole record. Times are
// local without a zone; they are taken as UTC, which a calendar in UTC then means by its hours.
//
// opened_at is in the past of every row. closed_code is of the closing, and resolved_at, closed_at and resolved_by, which tell the
// future as well, are not read at all: the rows have their own times and users.
func ServiceNow() Format {
	return Format{
		Name:     "servicenow",
		Handbook: "servicenow.yaml",
		Case:     "number",
		Columns: []string{
			"number", "incident_state", "reassignment_count", "reopen_count", "made_sla", "caller_id", "opened_at",
			"sys_updated_by", "sys_updated_at", "contact_type", "category", "subcategory", "u_symptom", "cmdb_ci", "impact", "urgency",
			"priority", "assignment_group", "assigned_to", "vendor", "closed_code",
		},
		Fields: []ticket.Field{
			ticket.FieldRequester, ticket.FieldChannel, ticket.FieldService, ticket.FieldCategory, ticket.FieldSubject,
			ticket.FieldImpact, ticket.FieldUrgency, ticket.FieldGroup, ticket.FieldVendor,
		},
		Row:    serviceNowRow,
		Caveat: "calendar and targets were fitted to the log, not documented by the desk",
	}
}

func serviceNowRow(t *table) (id string, reported time.Time, row Row) {
	const layout, example = "2/1/2006 15:04", "29/2/2016 08:53"
	row = Row{
		At:       t.time("sys_updated_at", layout, example),
		By:       t.text("sys_updated_by", ticket.MaxID),
		State:    t.must("incident_state", ticket.MaxName),
		Engineer: t.text("assigned_to", ticket.MaxID),
		Code:     t.text("closed_code", ticket.MaxName),
		Values: []string{
			t.text("caller_id", ticket.MaxName), t.text("contact_type", ticket.MaxName), t.text("cmdb_ci", ticket.MaxName),
			t.category(), t.text("u_symptom", ticket.MaxName), t.text("impact", ticket.MaxName), t.text("urgency", ticket.MaxName),
			t.text("assignment_group", ticket.MaxName), t.text("vendor", ticket.MaxName),
		},
		Says: Says{
			Reopens: true, ReopenCount: t.count("reopen_count"),
			Reassigned: true, ReassignCount: t.count("reassignment_count"),
			MadeSLA: true, WithinSLA: t.flag("made_sla"),
			Priority: t.text("priority", ticket.MaxName),
		},
	}
	return t.must("number", ticket.MaxID), t.time("opened_at", layout, example), row
}

// category is both of ServiceNow's, the finer one behind a slash.
func (t *table) category() string {
	category, sub := t.text("category", ticket.MaxName/2), t.text("subcategory", ticket.MaxName/2-1)
	if sub == "" {
		return category
	}
	return t.once(category + "/" + sub)
}
