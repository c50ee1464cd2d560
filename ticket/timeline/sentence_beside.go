package timeline

import (
	"fmt"

	"github.com/fourline-go/fourline/ticket"
)

// task names a task, "" where the event has none.
func (t Teller) task(h happening) string {
	if h.Task == nil {
		return ""
	}
	return fmt.Sprintf(" task %d, %s", h.Task.ID, h.Task.Title)
}

// doer says who does a task, "" for whoever works on the ticket.
func (t Teller) doer(h happening) string {
	if h.Task == nil {
		return ""
	}
	switch who := h.Task.For; {
	case who.Engineer != "":
		return ", to " + t.NameOf(who.Engineer)
	case who.Group != "":
		return ", to " + who.Group
	case who.Tier != "":
		return ", to " + string(who.Tier)
	default:
		return ""
	}
}

func (t Teller) endedTask(h happening) string {
	if h.Task == nil {
		return t.other(h)
	}
	if h.Task.State == ticket.TaskSkipped {
		return "skips" + t.task(h) + ": " + h.Task.Why
	}
	return "has done" + t.task(h)
}

func (t Teller) watcher(h happening) string {
	if h.Watcher == nil {
		return "somebody"
	}
	return t.NameOf(h.Watcher.ID)
}

func (t Teller) rated(h happening) string {
	if h.Rating == nil {
		return t.other(h)
	}
	text := fmt.Sprintf("rates it: %d", h.Rating.Score)
	if h.Rating.Comment != "" {
		text += " " + quoted(h.Rating.Comment)
	}
	return text
}
