package ticket

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/internal/fault"
	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/sla"
	"github.com/fourline-go/fourline/ticket/lifecycle"
	"github.com/fourline-go/fourline/tier"
)

// NewHandbook checks a definition whole and compiles it. The error joins every fault with its path below the definition, such as
// "kinds[0].transitions[3].to"; it matches [ErrInvalid], and [Faults] takes it apart.
func NewHandbook(d Definition) (*Handbook, error) {
	h := &Handbook{
		def:        d,
		kinds:      map[string]*lifecycle.Lifecycle{},
		changes:    map[kindChange]*lifecycle.StateMap{},
		calendars:  map[string]*sla.Calendar{},
		metrics:    map[string]sla.Metric{},
		agreements: map[sla.AgreementKind][]sla.Agreement{},
		editions:   map[edition]sla.Agreement{},
		chains:     map[string]*escalation.Chain{},
		schedules:  map[string]*escalation.Schedule{},
		tiers:      map[tier.ID]tier.Kind{},
		fields:     maps.Clone(settable),
		customs:    map[Field]custom{},
		engineers:  map[string]tier.Engineer{},
		managers:   map[tier.ID][]string{},
	}
	var faults fault.List
	if d.Name == "" {
		faults.Add("name", "is missing")
	}
	if d.Version < 1 {
		faults.Add("version", "is %d; want 1 or more", d.Version)
	}
	if d.PingPong < 0 || d.PingPong > MaxPingPong {
		faults.Add("ping_pong", "is %d; want 1 to %d, or 0 for %d", d.PingPong, MaxPingPong, usualPingPong)
	}
	h.checkLadder(&faults)
	h.checkKinds(&faults)
	h.checkTypes(&faults)
	h.checkKindChanges(&faults)
	faults.Under("priorities", d.Priorities.check())
	h.checkLinks(&faults)
	h.checkClients(&faults)
	h.checkTerms(&faults)
	h.checkPeople(&faults)
	h.checkNeeds(&faults)
	h.checkEscalation(&faults)
	h.checkRunbooks(&faults)
	h.checkAlarms(&faults)
	h.checkMail(&faults)
	h.checkRules(&faults)
	h.checkMajor(&faults)
	h.checkMeant(&faults)
	h.checkSatisfaction(&faults)
	if err := faults.Err(); err != nil {
		return nil, fmt.Errorf("handbook %q: %w", d.Name, err)
	}
	h.asked = h.whatIsAsked()
	return h, nil
}

func (h *Handbook) checkLadder(faults *fault.List) {
	h.ladder = tier.Default()
	defer func() {
		for _, t := range h.ladder.Tiers() {
			h.tiers[t.ID] = t.Kind
		}
	}()
	if h.def.Ladder == nil {
		return
	}
	ladder, err := tier.New(*h.def.Ladder)
	faults.Under("ladder", err)
	if err != nil {
		ladder = bareLadder(*h.def.Ladder)
	}
	if ladder != nil {
		h.ladder = ladder
	}
}

// bareLadder stands in for a ladder that has faults, so that its tiers are not reported as missing, too: nil when that cannot be.
func bareLadder(d tier.Definition) *tier.Ladder {
	bare := tier.Definition{Name: cmp.Or(d.Name, "ladder"), First: d.First}
	ids := map[tier.ID]bool{}
	for _, t := range d.Tiers {
		if !ids[t.ID] {
			ids[t.ID], bare.Tiers = true, append(bare.Tiers, tier.Tier{ID: t.ID, Kind: tier.Desk})
		}
	}
	if !ids[bare.First] && len(bare.Tiers) > 0 {
		bare.First = bare.Tiers[0].ID
	}
	if len(bare.Tiers) > 1 { // policies name reasons
		all := tier.Edge{From: bare.Tiers[0].ID, To: bare.Tiers[1].ID, Kind: tier.Functional}
		for _, e := range d.Edges {
			all.Reasons = append(all.Reasons, e.Reasons...)
		}
		slices.Sort(all.Reasons)
		all.Reasons = slices.Compact(all.Reasons)
		bare.Edges = []tier.Edge{all}
	}
	ladder, err := tier.New(bare)
	if err != nil {
		return nil
	}
	return ladder
}

func (h *Handbook) checkKinds(faults *fault.List) {
	kinds := h.def.Kinds
	if len(kinds) == 0 {
		kinds = []lifecycle.Definition{lifecycle.Incident()}
	}
	known := lifecycle.Known{Guards: Guards(), Closing: []string{"major_reviewed"}, Calendars: []string{"24x7"}}
	for _, hours := range h.def.Calendars {
		known.Calendars = append(known.Calendars, hours.Name)
	}
	h.checkFields(faults, kinds)
	for _, f := range h.Fields() {
		known.Fields = append(known.Fields, string(f))
	}
	for i, k := range kinds {
		path := fmt.Sprintf("kinds[%d]", i)
		if k.Name == "" {
			faults.Add(path+".name", "is missing")
		}
		if _, there := h.kinds[k.Name]; there {
			faults.Add(path+".name", "there is a kind %q already", k.Name)
		}
		cycle, err := known.Compile(readyMade(k))
		faults.Under(path, err)
		h.kinds[k.Name] = cycle
	}
}

var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// checkFields makes known which fields a ticket of this house has: the usual ones, the house's own, and those that the shipped
// lifecycles ask for where they are used.
func (h *Handbook) checkFields(faults *fault.List, kinds []lifecycle.Definition) {
	if len(h.def.Fields) > MaxFields {
		faults.Add("fields", "%d of them; at most %d are allowed", len(h.def.Fields), MaxFields)
	}
	for i, f := range h.def.Fields {
		path := fmt.Sprintf("fields[%d].name", i)
		if !fieldName.MatchString(string(f.Name)) {
			faults.Add(path, "%q is no name of a field; want lower-case letters, digits and '_'", f.Name)
		}
		var t Ticket
		if _, there := h.fields[f.Name]; there || t.plain(f.Name) != nil || slices.Contains(derived, f.Name) {
			faults.Add(path, "a ticket has a field %q already", f.Name)
		}
		h.fields[f.Name] = f.Can
	}
	for _, k := range kinds {
		if len(k.States) > 0 {
			continue
		}
		for _, name := range readyMade(k).Fields() {
			if _, there := h.fields[Field(name)]; !there {
				h.fields[Field(name)] = "work"
			}
		}
	}
}

// readyMade gives the shipped lifecycle of that name for a definition that only names it.
func readyMade(d lifecycle.Definition) lifecycle.Definition {
	if !reflect.DeepEqual(d, lifecycle.Definition{Name: d.Name}) {
		return d
	}
	for _, ready := range lifecycle.ReadyMade() {
		if ready.Name == d.Name {
			return ready
		}
	}
	return d
}

func (h *Handbook) checkClients(faults *fault.List) {
	var ids []string
	for i, c := range h.def.Clients {
		if len(c.ID) > MaxID {
			faults.Add(fmt.Sprintf("clients[%d].id", i), "is longer than %d characters", MaxID)
		}
		ids = append(ids, c.ID)
		unique(faults, fmt.Sprintf("clients[%d].channels", i), c.Channels)
	}
	unique(faults, "clients", ids)
}

func (h *Handbook) checkPeople(faults *fault.List) {
	staff, err := tier.NewStaff(h.ladder, h.def.Engineers, h.def.Groups)
	faults.Under("", err)
	if err == nil && len(h.def.Engineers) > 0 {
		h.staff = staff
	}
	for i, e := range h.def.Engineers {
		h.engineers[e.ID] = e
		for _, t := range e.Tiers {
			if e.Manager {
				h.managers[t] = append(h.managers[t], e.ID)
			}
		}
		if _, ok := h.calendars[e.Hours]; !ok {
			faults.Add(fmt.Sprintf("engineers[%d].hours", i), "there is no calendar %q", e.Hours)
		} else if !slices.Contains(h.hours, e.Hours) {
			h.hours = append(h.hours, e.Hours)
		}
	}
}

func (h *Handbook) checkTier(faults *fault.List, path string, id tier.ID) {
	if _, ok := h.ladder.Tier(id); !ok {
		faults.Add(path, "the ladder has no tier %q", id)
	}
}

func (h *Handbook) checkEscalation(faults *fault.List) {
	for i, r := range h.def.OnCall {
		path := fmt.Sprintf("on_call[%d]", i)
		s, err := escalation.NewSchedule(r)
		faults.Under(path, err)
		if _, there := h.schedules[r.Name]; there {
			faults.Add(path+".name", "there is a schedule %q already", r.Name)
		}
		h.schedules[r.Name] = s
		for j, m := range r.Members {
			h.checkEngineer(faults, fmt.Sprintf("%s.members[%d]", path, j), m)
		}
	}
	var calendars []*sla.Calendar
	for _, name := range h.terms.Calendars() {
		calendars = append(calendars, h.calendars[name])
	}
	for i, p := range h.def.Policies {
		path := fmt.Sprintf("policies[%d]", i)
		if p.Version == 0 { // an edit is a new version of the handbook, and so of what it holds
			p.Version = h.def.Version
		}
		chain, err := escalation.New(p, calendars...)
		faults.Under(path, err)
		if _, there := h.chains[p.Name]; there {
			faults.Add(path+".name", "there is a policy %q already", p.Name)
		}
		h.chains[p.Name] = chain
		h.policies = append(h.policies, chain)
		h.checkPolicy(faults, path, p)
	}
}

func (h *Handbook) checkPolicy(faults *fault.List, path string, p escalation.Policy) {
	if _, ok := h.metrics[p.Trigger.Metric]; p.Trigger.Metric != "" && !ok {
		faults.Add(path+".trigger.metric", "there is no metric %q", p.Trigger.Metric)
	}
	for i, s := range p.Steps {
		at := fmt.Sprintf("%s.steps[%d]", path, i)
		for j, t := range s.Targets {
			h.checkRecipient(faults, fmt.Sprintf("%s.targets[%d]", at, j), t)
		}
		for j, t := range s.Fallback {
			h.checkRecipient(faults, fmt.Sprintf("%s.fallback[%d]", at, j), t)
		}
		if s.Reason != "" && !slices.ContainsFunc(h.ladder.Edges(), func(e tier.Edge) bool { return slices.Contains(e.Reasons, s.Reason) }) {
			faults.Add(at+".reason", "no edge of the ladder has the reason %q", s.Reason)
		}
	}
}

// checkRecipient checks a target that names somebody; one without an id means the ticket's own.
func (h *Handbook) checkRecipient(faults *fault.List, path string, t escalation.Target) {
	switch {
	case t.ID == "":
		return
	case t.Kind == escalation.ToTier || t.Kind == escalation.ToManager:
		h.checkTier(faults, path+".id", tier.ID(t.ID))
	case t.Kind == escalation.ToSchedule:
		if _, ok := h.schedules[t.ID]; !ok {
			faults.Add(path+".id", "there is no on-call schedule %q", t.ID)
		}
	case t.Kind == escalation.ToGroup:
		if !h.hasGroup(t.ID) {
			faults.Add(path+".id", "there is no group %q", t.ID)
		}
	case t.Kind == escalation.ToEngineer:
		h.checkEngineer(faults, path+".id", t.ID)
	}
}

func (h *Handbook) hasGroup(id string) bool {
	return len(h.def.Groups) == 0 || slices.ContainsFunc(h.def.Groups, func(g tier.Group) bool { return g.ID == id })
}

// groupsTier is where a group works, "" when the handbook does not say.
func (h *Handbook) groupsTier(id string) tier.ID {
	i := slices.IndexFunc(h.def.Groups, func(g tier.Group) bool { return g.ID == id })
	if i < 0 {
		return ""
	}
	return h.def.Groups[i].Tier
}

func (h *Handbook) checkEngineer(faults *fault.List, path, id string) {
	if _, ok := h.engineers[id]; !ok && len(h.engineers) > 0 {
		faults.Add(path, "there is no engineer %q", id)
	}
}

func (h *Handbook) checkRunbooks(faults *fault.List) {
	shelf, err := runbook.NewShelf(h.def.Runbooks)
	faults.Under("runbooks", err)
	h.shelf = shelf
	for i, r := range h.def.Runbooks {
		for j, t := range r.Tiers {
			h.checkTier(faults, fmt.Sprintf("runbooks[%d].tiers[%d]", i, j), t)
		}
	}
}

func (h *Handbook) checkRules(faults *fault.List) {
	for i, r := range h.def.Notify {
		path := fmt.Sprintf("notify[%d]", i)
		if !r.On.Valid() {
			faults.Add(path+".on", "unknown event %q", r.On)
		}
		h.checkTargets(faults, path+".to", r.To)
	}
}

// checkTargets checks who is told.
func (h *Handbook) checkTargets(faults *fault.List, path string, to []escalation.Target) {
	if len(to) == 0 {
		faults.Add(path, "is missing: who is told?")
	}
	for i, t := range to {
		at := fmt.Sprintf("%s[%d]", path, i)
		faults.Under(at, t.Check())
		h.checkRecipient(faults, at, t)
	}
}
