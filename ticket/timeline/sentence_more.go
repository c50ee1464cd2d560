package timeline

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fourline-go/fourline/runbook"
)

func (t Teller) offered(h happening) string {
	o := h.Offer
	if o == nil {
		return t.other(h)
	}
	text := fmt.Sprintf("offers it to %s: %s", o.To, words(string(o.Reason)))
	switch {
	case o.Evidence == "":
	case len(h.before.Runs) == 0:
		text += ", no runbook is for it"
	default:
		text += ", with the evidence of the Run-Book"
	}
	for _, s := range o.Skipped {
		text += fmt.Sprintf(", passing by %s", s.Tier)
	}
	if o.Waits() {
		text += fmt.Sprintf(", which %s has to approve", o.Approver)
	}
	if who := o.Fields["manager"]; who != "" {
		text += fmt.Sprintf(", managed by %s, vendor's reference %s", t.NameOf(who), o.Fields["vendor_reference"])
	}
	return text
}

// offeredTo is the tier that a hand-over is offered to.
func offeredTo(h happening) string {
	if h.after.Offer == nil {
		return "nobody"
	}
	return string(h.after.Offer.To)
}

func because(h happening) string {
	if h.Why == "" {
		return ""
	}
	return ": " + h.Why
}

// major tells that a ticket is a major incident, what it means to the business, and where those who work on it meet.
func (t Teller) major(h happening) string {
	text := "it is a major incident: " + h.after.Major.Impact
	if room := h.after.Major.Room; room != "" {
		text += ", see " + room
	}
	return text + because(h)
}

func (t Teller) late(h happening) string {
	if h.before.Offer == nil {
		return t.other(h)
	}
	return fmt.Sprintf("nobody at %s has accepted in time", h.before.Offer.To)
}

func (t Teller) warned(h happening) string {
	metric, share, ok := strings.Cut(h.Why, " ")
	if !ok {
		return t.other(h)
	}
	return fmt.Sprintf("%s of the time to %s is used", share, words(metric))
}

func (t Teller) marked(h happening) string {
	metric, when, ok := strings.Cut(h.Why, " ")
	if !ok {
		return t.other(h)
	}
	return fmt.Sprintf("to %s: %s", words(metric), when)
}

// followed tells what was carried out on other tickets, and what was not, with the reason.
func (t Teller) followed(h happening) string {
	var done, not []string
	for _, f := range h.Followed {
		switch {
		case f.Why == "" && !slices.Contains(done, f.Ticket):
			done = append(done, f.Ticket)
		case f.Why != "":
			not = append(not, strings.TrimSpace(f.Ticket+" not: "+f.Why))
		}
	}
	parts := not
	if len(done) > 0 {
		parts = append([]string{"what follows is done on " + strings.Join(done, ", ")}, not...)
	}
	return strings.Join(parts, "; ")
}

// ran tells an event of a runbook.
func (t Teller) ran(h happening) string {
	if h.Run == nil {
		return t.other(h)
	}
	r := *h.Run
	run, _ := h.after.Run()
	switch r.Kind {
	case runbook.RunStarted:
		return "follows " + t.book(r.Book)
	case runbook.StepStarted:
		return "runs " + run.Book + "/" + r.Step
	case runbook.StepDone:
		return r.Step + " done" + evidence(r)
	case runbook.StepFailed:
		return r.Step + " failed" + evidence(r)
	case runbook.RunFinished:
		text := fmt.Sprintf("%s: %s", run.Book, words(string(r.Outcome)))
		if r.Note != "" {
			text += " (" + r.Note + ")"
		}
		return text
	default:
		return r.Step + " " + words(string(r.Kind.State()))
	}
}

// book says what sort of documentation a runbook is.
func (t Teller) book(id string) string {
	if t.Book == nil {
		return "the runbook " + id
	}
	if b, ok := t.Book.Runbooks().Book(id); ok && b.Definition().Kind == runbook.KindCookbook {
		return "the cookbook " + id
	}
	return "the Run-Book " + id
}

// evidence is what a step has found out.
func evidence(r runbook.Event) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(r.Evidence)) {
		parts = append(parts, words(name)+" "+r.Evidence[name])
	}
	if r.Note != "" {
		parts = append(parts, r.Note)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// helper names the tier that helps.
func helper(h happening) string {
	if h.Helper == nil {
		return "another tier"
	}
	return string(h.Helper.Tier)
}

// left tells who helps no more.
func (t Teller) left(h happening) string {
	switch {
	case h.Helper == nil || h.Helper.Engineer == "":
		return "needs no more help from " + helper(h)
	case h.Helper.Engineer == h.By.ID:
		return "helps no more"
	default:
		return "needs no more help from " + t.NameOf(h.Helper.Engineer)
	}
}
