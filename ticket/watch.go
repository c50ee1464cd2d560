package ticket

import (
	"slices"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/tier"
)

// A Watcher wants to hear of a ticket: a requester of the same client, or one of our engineers. Who hears of what is for the handbook's
// rules to say, with the target "watchers"; a requester who watches hears only what is public, whatever a rule says. Watching gives no
// right to do anything but to stop watching.
type Watcher struct {
	Kind ActorKind `json:"kind"` // [Requester] or [Engineer]
	ID   string    `json:"id"`
}

func (a Watch) decide(w *work) error {
	who, err := w.watcher(Watcher(a))
	if err != nil {
		return err
	}
	if _, ok := w.h.engineers[who.ID]; who.Kind == Engineer && len(w.h.engineers) > 0 && !ok {
		return w.refuse("engineer", "the handbook has no engineer %q", who.ID)
	}
	if slices.Contains(w.t.Watchers, who) || who == (Watcher{Kind: Requester, ID: w.t.Requester}) {
		return nil
	}
	if len(w.t.Watchers) >= MaxWatchers {
		return w.refuse("limit", "the ticket has %d watchers; at most %d are allowed", len(w.t.Watchers), MaxWatchers)
	}
	w.emit(Event{Type: Watched, Watcher: &who})
	return nil
}

func (a Unwatch) decide(w *work) error {
	who, err := w.watcher(Watcher(a))
	if err != nil || !slices.Contains(w.t.Watchers, who) {
		return err
	}
	w.emit(Event{Type: Unwatched, Watcher: &who})
	return nil
}

// watcher gives whom an action is about, the actor when it names nobody, and refuses who may not say so for them.
func (w *work) watcher(who Watcher) (Watcher, error) {
	if err := w.present(); err != nil {
		return who, err
	}
	self := w.self()
	if who == (Watcher{}) {
		who = self
	}
	switch {
	case who.Kind != Requester && who.Kind != Engineer:
		return who, w.refuse("watcher", "%s does not watch tickets", article(who.Kind))
	case who.ID == "":
		return who, w.refuse("watcher", "who watches has an id")
	case who == self || w.by.Kind == Requester && who.Kind == Requester:
		return who, w.checkText("the watcher", who.ID, MaxID)
	}
	if err := w.must(tier.Track); err != nil {
		return who, err
	}
	return who, w.checkText("the watcher", who.ID, MaxID)
}

// self is the actor as a watcher.
func (w *work) self() Watcher {
	if w.by.Kind == Manager {
		return Watcher{Kind: Engineer, ID: w.by.ID}
	}
	return Watcher{Kind: w.by.Kind, ID: w.by.ID}
}

// leaves reports whether a command is that of a watcher who stops watching, and nothing else.
func (w *work) leaves(do []Action) bool {
	self := w.self()
	for _, a := range do {
		if u, ok := a.(Unwatch); !ok || Watcher(u) != (Watcher{}) && Watcher(u) != self {
			return false
		}
	}
	return w.by.Kind == Requester && slices.Contains(w.t.Watchers, self)
}

// watchers gives those of a kind as recipients.
func (w *work) watchers(t Ticket, kind ActorKind) []escalation.Recipient {
	as := escalation.ToEngineer
	if kind == Requester {
		as = escalation.ToRequester
	}
	var all []escalation.Recipient
	for _, who := range t.Watchers {
		if who.Kind == kind {
			all = append(all, escalation.Recipient{Kind: as, ID: who.ID})
		}
	}
	return all
}

// applyWatcher gives the watchers after an event. Those before are left as they are.
func applyWatcher(old []Watcher, e Event) []Watcher {
	switch {
	case e.Watcher == nil:
		return old
	case e.Type == Watched:
		return append(slices.Clone(old), *e.Watcher)
	}
	left := slices.DeleteFunc(slices.Clone(old), func(who Watcher) bool { return who == *e.Watcher })
	if len(left) == 0 {
		return nil
	}
	return left
}
