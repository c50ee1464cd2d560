package ticket

import (
	"slices"
	"strconv"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/tier"
)

// everything asks about all that can be done to the ticket, in the order of the actions in this package, moves aside.
func (a *asker) everything() {
	a.ask("acknowledge", "", Acknowledge{})
	a.fields()
	for _, m := range a.h.def.KindChanges {
		if m.From == a.t.Kind {
			a.askFilling("change_kind", m.To, func(s Set) Action { return ChangeKind{To: m.To, Set: s} })
		}
	}
	a.working()
	a.ask("note", "", Note{Text: word}, "text")
	a.ask("message", "", Message{Text: word}, "text")
	a.ask("set_major", string(MajorProposed), SetMajor{Status: MajorProposed, Why: word}, "why")
	a.ask("set_major", string(MajorAccepted), SetMajor{Status: MajorAccepted, Impact: word}, "impact")
	a.ask("set_major", string(MajorRejected), SetMajor{Status: MajorRejected, Why: word}, "why")
	a.ask("set_major", string(MajorDemoted), SetMajor{Status: MajorDemoted, Why: word}, "why")
	a.ask("review_major", "", ReviewMajor{Text: word}, "text")
	a.tasks()
	a.watching()
	a.ask("rate", "", Rate{Score: 1}, "score")
	a.ask("adopt", "", Adopt{Version: a.t.Handbook, book: a.h}, "version")
	a.ask("refer", "", Refer{IDs: []string{"word@example.com"}}, "ids")
	if a.t.Alarm.Key != "" {
		a.ask("clear", "", Clear{})
	}
	a.links()
	a.runs()
}

// fields is about every field, as it stands.
func (a *asker) fields() {
	if err := a.onlyAlarms(Set{}); err != nil {
		return
	}
	closed := a.maySet()
	for _, f := range a.h.asked.fields {
		err := closed
		if err == nil {
			_, err = a.checkSet(f, a.t.Get(f))
		}
		a.answer(Permission{Do: "set", What: string(f)}, err)
	}
}

// working is about who works on it.
func (a *asker) working() {
	if a.by.Kind == Engineer && a.by.Tier == a.t.Tier {
		a.ask("assign", a.by.ID, Assign{Engineer: a.by.ID})
	}
	a.ask("assign", "", Assign{}, "engineer")
	for _, e := range a.h.ladder.EdgesFrom(a.t.Tier) {
		if e.Kind.HandsOver() && len(e.Reasons) > 0 {
			a.edge(e)
		}
	}
	a.helping()
	if a.t.Offer == nil {
		return
	}
	if a.t.Offer.Waits() {
		a.ask("approve", "", Approve{})
	}
	a.ask("accept", "", Accept{})
	a.ask("reject", "", Reject{Why: word}, "why")
}

// helping is about who helps.
func (a *asker) helping() {
	for _, e := range a.h.ladder.Helpers(a.t.Tier) {
		a.answer(Permission{Do: "consult", What: string(e.To), Reasons: words(e.Reasons)}, a.act(Consult{To: e.To}))
	}
	if len(a.t.Helpers) > 0 {
		a.ask("join", "", Join{})
	}
	if slices.ContainsFunc(a.t.Helpers, a.isMe) {
		a.ask("leave", "", Leave{})
	}
	for i, h := range a.t.Helpers {
		if !slices.ContainsFunc(a.t.Helpers[:i], func(o Helper) bool { return o.Tier == h.Tier }) {
			a.ask("leave", string(h.Tier), Leave{Tier: h.Tier})
		}
	}
}

// edge is about a hand-over along an edge.
func (a *asker) edge(e tier.Edge) {
	have := map[string]string{}
	for name, f := range handOverFields {
		have[name] = a.t.Get(f)
	}
	needs := missing(e.Fields, have)
	o := HandOver{To: e.To, Reason: e.Reasons[0], Fields: map[string]string{}}
	for _, name := range needs {
		o.Fields[name] = word
		if name == "manager" {
			o.Fields[name] = a.someManager()
		}
	}
	a.answer(Permission{Do: "hand_over", What: string(e.To), Needs: needs, Reasons: words(e.Reasons)}, a.act(o))
}

func words(reasons []tier.Reason) []string {
	all := make([]string, len(reasons))
	for i, r := range reasons {
		all[i] = string(r)
	}
	return all
}

// someManager is anybody who may manage a vendor's work.
func (a *asker) someManager() string {
	for _, e := range a.h.def.Engineers {
		if a.checkManager(e.ID) == nil {
			return e.ID
		}
	}
	return word
}

func (a *asker) tasks() {
	a.ask("add_task", "", AddTask{Title: word}, "title")
	for _, t := range a.t.Tasks {
		if t.State != TaskOpen {
			continue
		}
		id := strconv.Itoa(t.ID)
		if a.by.Kind == Engineer {
			a.ask("assign_task", id, AssignTask{Task: t.ID, For: Doer{Engineer: a.by.ID}})
		} else {
			a.ask("assign_task", id, AssignTask{Task: t.ID, For: t.For}, "for")
		}
		a.ask("end_task", id, EndTask{Task: t.ID})
	}
}

func (a *asker) watching() {
	self := a.self()
	if slices.Contains(a.t.Watchers, self) {
		a.ask("unwatch", "", Unwatch{})
	} else if self != (Watcher{Kind: Requester, ID: a.t.Requester}) && (self.Kind == Requester || self.Kind == Engineer) {
		a.ask("watch", "", Watch{})
	}
	a.ask("watch", string(Requester), Watch{Kind: Requester, ID: word}, "id")
	if len(a.h.def.Engineers) > 0 {
		a.ask("watch", string(Engineer), Watch{Kind: Engineer, ID: a.h.def.Engineers[0].ID}, "id")
	}
}

// links is about other tickets.
func (a *asker) links() {
	for _, l := range a.t.Links {
		a.others = map[string]Ticket{l.To: {ID: l.To}}
		a.ask("unlink", string(l.Kind)+" "+l.To, Unlink{Kind: l.Kind, To: l.To})
	}
	a.others = a.h.asked.others
	for _, c := range a.h.asked.partner[a.t.Kind] {
		a.ask("link_to", string(c.link), LinkTo{Kind: c.link, To: c.id}, "to")
	}
	a.askFilling("merge", "", func(s Set) Action { return Merge{Into: word + a.t.Kind, Set: s} }, "into")
	a.askFilling("split", "", func(s Set) Action {
		if s == nil {
			s = Set{}
		}
		s[FieldSubject] = word
		return Split{Set: s}
	}, string(FieldSubject))
}

// runs is about the runbooks that are for the ticket, and the one that runs.
func (a *asker) runs() {
	run, _ := a.t.Run()
	if !run.Running() {
		for _, m := range a.h.shelf.Match(a.bookFacts(), a.helpsAt()) {
			a.ask("start_run", m.ID, StartRun{Runbook: m.ID})
		}
		return
	}
	if book, ok := a.h.shelf.Book(run.Book); ok {
		if step, why := book.Next(run); step.ID != "" {
			s := StepRun{Step: step.ID, Begin: step.Kind == runbook.ActionStep && !why.AsksPerson(), Evidence: map[string]string{}}
			for _, name := range step.Evidence {
				s.Evidence[name] = word
			}
			a.ask("step_run", step.ID, s, step.Evidence...)
		}
	}
	a.ask("end_run", "", EndRun{Outcome: runbook.Aborted}, "outcome")
}
