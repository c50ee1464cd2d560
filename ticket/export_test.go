package ticket

// Owe is an action that notes a text and owes follow-ups.
func Owe(text string, all ...FollowUp) Action { return owing{text, all} }

type owing struct {
	text string
	all  []FollowUp
}

func (o owing) decide(w *work) error {
	w.emit(Event{Type: Noted, Entry: o.text, Owes: cloneFollowUps(o.all)})
	return nil
}
