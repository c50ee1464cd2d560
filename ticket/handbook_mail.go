package ticket

import (
	"strings"

	"github.com/fourline-go/fourline/internal/fault"
)

// MailRules say how mails are told apart. The zero value knows them by their ids alone.
type MailRules struct {
	Tag string `json:"tag,omitempty" yaml:"tag,omitempty"` // form of a ticket's tag in subjects, such as "[#{id}]"; {id} stands for the ticket's id, with something before and after it. Up to 50 bytes
}

const (
	tagID      = "{id}"
	maxTag     = 50
	maxTagsHad = 5 // in one subject that are looked for
)

// MailTag gives a ticket's tag, to be put into subjects of mails about it; "" when the handbook has none.
func (h *Handbook) MailTag(id string) string { return strings.ReplaceAll(h.def.Mail.Tag, tagID, id) }

// tagged gives the ids whose tags are in a subject.
func (h *Handbook) tagged(subject string) []string {
	before, after, ok := strings.Cut(h.def.Mail.Tag, tagID)
	if !ok {
		return nil
	}
	var ids []string
	for len(ids) < maxTagsHad {
		_, rest, ok := strings.Cut(subject, before)
		if !ok {
			break
		}
		if id, _, ok := strings.Cut(rest[:min(len(rest), MaxID+len(after))], after); ok && id != "" {
			ids = append(ids, id)
		}
		subject = rest
	}
	return ids
}

func (h *Handbook) checkMail(faults *fault.List) {
	tag := h.def.Mail.Tag
	before, after, _ := strings.Cut(tag, tagID)
	switch {
	case tag == "":
	case len(tag) > maxTag:
		faults.Add("mail.tag", "is %d bytes long; at most %d are allowed", len(tag), maxTag)
	case strings.Count(tag, tagID) != 1 || before == "" || after == "":
		faults.Add("mail.tag", "is %q; want {id} once, with something before and after it", tag)
	case tag != oneLine(tag):
		faults.Add("mail.tag", "is %q; want one line, with single spaces", tag)
	}
}
