package ticket

import (
	"slices"
	"strconv"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/tier"
)

// word stands for what a command has to say.
const word = "-"

// A probe is a permission to be found out, with the least command for it.
type probe struct {
	Permission
	action Action
	fill   func(Set) Action // the action with fields; nil when it sets none
}

func probed(do, what string, a Action, needs ...string) probe {
	return probe{Permission: Permission{Do: do, What: what, Needs: needs}, action: a}
}

// probes lists everything that can be asked of the ticket, in the order of the actions in this package, moves aside.
func (w *work) probes() []probe {
	all := []probe{probed("acknowledge", "", Acknowledge{})}
	for _, f := range w.h.Fields() {
		all = append(all, probed("set", string(f), Set{f: w.t.Get(f)}))
	}
	for _, m := range w.h.def.KindChanges {
		if m.From == w.t.Kind {
			p := probed("change_kind", m.To, ChangeKind{To: m.To})
			p.fill = func(s Set) Action { return ChangeKind{To: m.To, Set: s} }
			all = append(all, p)
		}
	}
	all = append(all, w.probeWork()...)
	all = append(all,
		probed("note", "", Note{Text: word}, "text"),
		probed("message", "", Message{Text: word}, "text"),
		probed("set_major", string(MajorProposed), SetMajor{Status: MajorProposed, Why: word}, "why"),
		probed("set_major", string(MajorAccepted), SetMajor{Status: MajorAccepted, Impact: word}, "impact"),
		probed("set_major", string(MajorRejected), SetMajor{Status: MajorRejected, Why: word}, "why"),
		probed("set_major", string(MajorDemoted), SetMajor{Status: MajorDemoted, Why: word}, "why"),
		probed("review_major", "", ReviewMajor{Text: word}, "text"),
	)
	all = append(all, w.probeTasks()...)
	all = append(all, w.probeWatching()...)
	all = append(all,
		probed("rate", "", Rate{Score: 1}, "score"),
		probed("adopt", "", Adopt{Version: w.t.Handbook, book: w.h}, "version"),
		probed("refer", "", Refer{IDs: []string{"word@example.com"}}, "ids"),
	)
	if w.t.Alarm.Key != "" {
		all = append(all, probed("clear", "", Clear{}))
	}
	all = append(all, w.probeLinks()...)
	return append(all, w.probeRuns()...)
}

// probeWork is about who works on it.
func (w *work) probeWork() []probe {
	var all []probe
	if w.by.Kind == Engineer && w.by.Tier == w.t.Tier {
		all = append(all, probed("assign", w.by.ID, Assign{Engineer: w.by.ID}))
	}
	all = append(all, probed("assign", "", Assign{}, "engineer"))
	for _, e := range w.h.ladder.EdgesFrom(w.t.Tier) {
		if e.Kind.HandsOver() && len(e.Reasons) > 0 {
			all = append(all, w.probeEdge(e))
		}
	}
	all = append(all, w.probeHelp()...)
	if w.t.Offer == nil {
		return all
	}
	if w.t.Offer.Waits() {
		all = append(all, probed("approve", "", Approve{}))
	}
	return append(all, probed("accept", "", Accept{}), probed("reject", "", Reject{Why: word}, "why"))
}

// probeHelp is about who helps.
func (w *work) probeHelp() []probe {
	var all []probe
	for _, e := range w.h.ladder.Helpers(w.t.Tier) {
		p := probed("consult", string(e.To), Consult{To: e.To})
		for _, reason := range e.Reasons {
			p.Reasons = append(p.Reasons, string(reason))
		}
		all = append(all, p)
	}
	if len(w.t.Helpers) > 0 {
		all = append(all, probed("join", "", Join{}))
	}
	if slices.ContainsFunc(w.t.Helpers, w.isMe) {
		all = append(all, probed("leave", "", Leave{}))
	}
	var told []tier.ID
	for _, h := range w.t.Helpers {
		if !slices.Contains(told, h.Tier) {
			told = append(told, h.Tier)
			all = append(all, probed("leave", string(h.Tier), Leave{Tier: h.Tier}))
		}
	}
	return all
}

// probeEdge is about a hand-over along an edge.
func (w *work) probeEdge(e tier.Edge) probe {
	have := map[string]string{}
	for name, f := range handOverFields {
		have[name] = w.t.Get(f)
	}
	o := HandOver{To: e.To, Reason: e.Reasons[0], Fields: map[string]string{}}
	p := probed("hand_over", string(e.To), o, missing(e.Fields, have)...)
	for _, name := range p.Needs {
		o.Fields[name] = word
		if name == "manager" {
			o.Fields[name] = w.someManager()
		}
	}
	for _, reason := range e.Reasons {
		p.Reasons = append(p.Reasons, string(reason))
	}
	return p
}

// someManager is anybody who may manage a vendor's work.
func (w *work) someManager() string {
	for _, e := range w.h.def.Engineers {
		if w.checkManager(e.ID) == nil {
			return e.ID
		}
	}
	return word
}

func (w *work) probeTasks() []probe {
	all := []probe{probed("add_task", "", AddTask{Title: word}, "title")}
	for _, t := range w.t.Tasks {
		if t.State != TaskOpen {
			continue
		}
		id := strconv.Itoa(t.ID)
		if w.by.Kind == Engineer {
			all = append(all, probed("assign_task", id, AssignTask{Task: t.ID, For: Doer{Engineer: w.by.ID}}))
		} else {
			all = append(all, probed("assign_task", id, AssignTask{Task: t.ID, For: t.For}, "for"))
		}
		all = append(all, probed("end_task", id, EndTask{Task: t.ID}))
	}
	return all
}

func (w *work) probeWatching() []probe {
	var all []probe
	self := w.self()
	if slices.Contains(w.t.Watchers, self) {
		all = append(all, probed("unwatch", "", Unwatch{}))
	} else if self != (Watcher{Kind: Requester, ID: w.t.Requester}) && (self.Kind == Requester || self.Kind == Engineer) {
		all = append(all, probed("watch", "", Watch{}))
	}
	all = append(all, probed("watch", string(Requester), Watch{Kind: Requester, ID: word}, "id"))
	if len(w.h.def.Engineers) > 0 {
		all = append(all, probed("watch", string(Engineer), Watch{Kind: Engineer, ID: w.h.def.Engineers[0].ID}, "id"))
	}
	return all
}

// probeRuns is about the runbooks that are for the ticket, and the one that runs.
func (w *work) probeRuns() []probe {
	var all []probe
	run, _ := w.t.Run()
	if !run.Running() {
		for _, m := range w.h.shelf.Match(w.bookFacts(), w.helpsAt()) {
			all = append(all, probed("start_run", m.ID, StartRun{Runbook: m.ID}))
		}
		return all
	}
	if book, ok := w.h.shelf.Book(run.Book); ok {
		if step, why := book.Next(run); step.ID != "" {
			s := StepRun{Step: step.ID, Begin: step.Kind == runbook.ActionStep && !why.AsksPerson(), Evidence: map[string]string{}}
			for _, name := range step.Evidence {
				s.Evidence[name] = word
			}
			all = append(all, probed("step_run", step.ID, s, step.Evidence...))
		}
	}
	return append(all, probed("end_run", "", EndRun{Outcome: runbook.Aborted}, "outcome"))
}
