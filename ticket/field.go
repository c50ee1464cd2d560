package ticket

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// Field names a field of a ticket that events change.
type Field string

// The fields. Those from FieldSubject on may be set by a command ([Set]); the others follow from what happens.
const (
	FieldKind          Field = "kind"
	FieldState         Field = "state"
	FieldClass         Field = "class"
	FieldPending       Field = "pending"
	FieldTier          Field = "tier"
	FieldOwnerTier     Field = "owner_tier"
	FieldOwner         Field = "owner"
	FieldWorking       Field = "working"
	FieldReported      Field = "reported"
	FieldHandbook      Field = "handbook"
	FieldAlarm         Field = "alarm"
	FieldAlarmSource   Field = "alarm_source"
	FieldAlarmSeverity Field = "alarm_severity"
	FieldAlarmText     Field = "alarm_text"
	FieldMergedInto    Field = "merged_into"
	FieldSubject       Field = "subject"
	FieldText          Field = "text"
	FieldChannel       Field = "channel"
	FieldRequester     Field = "requester"
	FieldService       Field = "service"
	FieldCategory      Field = "category"
	FieldImpact        Field = "impact"
	FieldUrgency       Field = "urgency"
	FieldPriority      Field = "priority"
	FieldSeverity      Field = "severity"
	FieldGroup         Field = "group"
	FieldResolution    Field = "resolution"
	FieldResolutionNot Field = "resolution_note"
	FieldVendor        Field = "vendor"
	FieldVendorRef     Field = "vendor_reference"
	FieldManager       Field = "manager"
)

// derived are the fields that follow from what happens and are more than text.
var derived = []Field{FieldClass, FieldTier, FieldOwnerTier, FieldReported, FieldHandbook}

// settable are the fields that [Set] may name, each with what a tier must be capable of to change it.
var settable = map[Field]tier.Capability{
	FieldSubject: "", FieldText: "", FieldChannel: "", FieldRequester: "", FieldSeverity: "",
	FieldService: "categorise", FieldCategory: "categorise",
	FieldImpact: "prioritise", FieldUrgency: "prioritise", FieldPriority: "prioritise",
	FieldGroup:      "route",
	FieldResolution: "work", FieldResolutionNot: "work",
	FieldVendor: "work", FieldVendorRef: "work", FieldManager: "work",
}

// Fields lists the fields of every ticket that a command may set, sorted. [Handbook.Fields] has those of a house besides.
func Fields() []Field {
	names := make([]Field, 0, len(settable))
	for f := range settable {
		names = append(names, f)
	}
	slices.Sort(names)
	return names
}

// plain points to a field that is just text, nil for the others.
func (t *Ticket) plain(f Field) *string {
	switch f {
	case FieldKind:
		return &t.Kind
	case FieldState:
		return &t.State
	case FieldPending:
		return &t.Pending
	case FieldOwner:
		return &t.Owner.Engineer
	case FieldWorking:
		return &t.Working.Engineer
	case FieldMergedInto:
		return &t.MergedInto
	case FieldResolution:
		return &t.Resolution
	case FieldResolutionNot:
		return &t.ResolutionNote
	case FieldVendor:
		return &t.Vendor
	case FieldVendorRef:
		return &t.VendorReference
	case FieldManager:
		return &t.Manager
	default:
		if p := t.Alarm.plain(f); p != nil {
			return p
		}
		return t.described(f)
	}
}

// plain points to the fields of an alarm.
func (a *Alarm) plain(f Field) *string {
	switch f {
	case FieldAlarm:
		return &a.Key
	case FieldAlarmSource:
		return &a.Source
	case FieldAlarmSeverity:
		return &a.Severity
	case FieldAlarmText:
		return &a.Text
	default:
		return nil
	}
}

// described points to the fields that describe what is wanted.
func (t *Ticket) described(f Field) *string {
	switch f {
	case FieldSubject:
		return &t.Subject
	case FieldText:
		return &t.Text
	case FieldChannel:
		return &t.Channel
	case FieldRequester:
		return &t.Requester
	case FieldService:
		return &t.Service
	case FieldCategory:
		return &t.Category
	case FieldImpact:
		return &t.Impact
	case FieldUrgency:
		return &t.Urgency
	case FieldPriority:
		return &t.Priority
	case FieldSeverity:
		return &t.Severity
	case FieldGroup:
		return &t.Group
	default:
		return nil
	}
}

// Get gives a field as text; "" for a field that is not there.
func (t Ticket) Get(f Field) string {
	switch f {
	case FieldClass:
		return string(t.Class)
	case FieldTier:
		return string(t.Tier)
	case FieldOwnerTier:
		return string(t.Owner.Tier)
	}
	if p := t.plain(f); p != nil {
		return *p
	}
	return t.Fields[f]
}

// set writes a field from the text of an event.
func (t *Ticket) set(f Field, v string) {
	switch f {
	case FieldClass:
		t.Class = lifecycle.Class(v)
	case FieldTier:
		t.Tier = tier.ID(v)
	case FieldOwnerTier:
		t.Owner.Tier = tier.ID(v)
	case FieldReported:
		t.Reported, _ = time.Parse(time.RFC3339Nano, v)
	case FieldHandbook:
		t.Handbook, _ = strconv.Atoi(v)
	default:
		if p := t.plain(f); p != nil {
			*p = v
			return
		}
		t.setOwn(f, v)
	}
}

// setOwn writes a field of the house's own. The map of the ticket before stays as it is; an empty field is not kept.
func (t *Ticket) setOwn(f Field, v string) {
	fields := maps.Clone(t.Fields)
	if fields == nil {
		fields = map[Field]string{}
	}
	if fields[f] = v; v == "" {
		delete(fields, f)
	}
	if len(fields) == 0 {
		fields = nil
	}
	t.Fields = fields
}
