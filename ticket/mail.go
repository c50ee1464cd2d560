package ticket

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fourline-go/fourline/internal/fault"
)

// A Mail is a message that came in, by mail or by anything else that has ids and answers to ids. The host has authenticated who wrote
// it; the client is theirs and is taken from nowhere else.
type Mail struct {
	By         Actor    // who wrote it: a requester, somebody of ours, or a vendor
	ID         string   // its Message-ID, with or without angle brackets
	References []string // ids of the mails that it answers, the newest last: what [MessageIDs] reads in References, then in In-Reply-To
	Subject    string   // one line; what is longer than [MaxName] is cut, and runs of white space become one space
	Text       string
	Channel    string // "" is "email"
	Private    bool   // ours only: a note, not a message to the requester
	Auto       bool   // a machine wrote it: Auto-Submitted other than "no" (RFC 3834), a bounce, a mailing list
	Open       Open   // what a ticket is opened with, besides subject, text and channel: kind, service, requester, …
}

// mailKey begins the key of the command that a mail is.
const mailKey = "mail:"

// Receive makes one command of a mail. The id of the mail is its key, so that the same mail again does nothing.
//
// It is about the ticket that has its id, or that of a mail which it answers, the newest first; or else about the one whose tag is in
// the subject, where the handbook has tags. All are looked for among the tickets of the writer's client only, and one that the writer
// has to do with comes before the others. Where none is found a ticket is opened; two mails of one thread that come at once end on one
// ticket.
//
// On a ticket that is open it is a message, and one of the requester resumes a ticket that waits for them. A ticket that is done is
// reopened, or another is opened that is linked to it, or the mail is refused, as its lifecycle says ([lifecycle.Reopen]).
// Who watches may answer like the requester. A stranger's mail, of the same client, is a private note, and on a ticket that is done
// opens one of their own.
//
// A mail that a machine wrote is a private note of which nobody is told, and opens and resumes nothing. Of a ticket that a mail of a
// machine or a stranger was noted on the receipt says no more than the id. At most [MaxUnasked] mails of
// machines and strangers are noted on a ticket in an hour; more are refused.
func (d *Desk) Receive(ctx context.Context, m Mail) (Receipt, error) {
	r, err := m.received()
	if err != nil {
		return Receipt{}, err
	}
	c := Command{By: m.By, Key: mailKey + r.id, Do: []Action{r}}
	if err := c.check(); err != nil {
		return Receipt{}, err
	}
	receipt, err := d.do(ctx, c)
	outside := m.By.Kind == Requester || m.By.Kind == Vendor
	if t := receipt.Ticket; outside && slices.ContainsFunc(receipt.Events, func(e Event) bool { return e.Unasked != "" }) {
		receipt = Receipt{Ticket: Ticket{ID: t.ID, Client: t.Client, Version: t.Version}}
	}
	return receipt, err
}

// stranger reports whether somebody outside has no business with a ticket.
func (a Actor) stranger(t Ticket) bool {
	return a.Kind == Requester && a.ID != t.Requester && !slices.Contains(t.Watchers, Watcher{Kind: Requester, ID: a.ID})
}

// received checks a mail.
func (m Mail) received() (received, error) {
	var faults fault.List
	id, ok := MailReference(m.ID)
	if !ok {
		faults.Add("ID", "%q is no id of a mail", m.ID[:min(len(m.ID), MaxID)])
	}
	if m.By.Kind == Requester && m.By.ID == "" {
		faults.Add("By.ID", "is missing: who wrote it?")
	}
	if err := faults.Err(); err != nil {
		return received{}, fmt.Errorf("ticket: mail: %w", err)
	}
	r := received{Mail: m, id: id, answers: answers(m.References)}
	r.Subject = oneLine(m.Subject)
	return r, nil
}

// answers gives the references of the mails that a mail answers: each once, the newest last. Of too many the first, with which the
// thread begins, and the newest stay. What is no id is left out.
func answers(ids []string) []string {
	var all []string
	for _, id := range slices.Backward(ids) {
		if r, ok := MailReference(id); ok && !slices.Contains(all, r) {
			all = append(all, r)
		}
		if len(all) == MaxAnswers-1 {
			break
		}
	}
	slices.Reverse(all)
	if len(ids) > 0 {
		if first, ok := MailReference(ids[0]); ok && !slices.Contains(all, first) {
			all = slices.Insert(all, 0, first)
		}
	}
	return all
}

// oneLine cuts a subject to what fits into one.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	return strings.ToValidUTF8(s[:min(len(s), MaxName)], "")
}

// longID is how long an id may be to be kept as it is.
const longID = 150

// hashed begins what is kept of a longer one.
const hashed = "sha256:"

// MailReference is what a ticket keeps of the id of a mail, for [Query].Reference: the id without white space and angle brackets
// around it, to the letter, because ids are compared to the letter; of one that is longer than 150 bytes its hash. It gives false for
// what is no id: nothing, or something with white space, brackets, or characters that nobody can read in it.
func MailReference(id string) (string, bool) {
	if id = strings.TrimSpace(id); len(id) > MaxText {
		return "", false
	}
	if inner, ok := strings.CutPrefix(id, "<"); ok {
		if id, ok = strings.CutSuffix(inner, ">"); !ok {
			return "", false
		}
	}
	odd := func(r rune) bool { return r == '<' || r == '>' || unicode.IsSpace(r) || !unicode.IsGraphic(r) }
	if id == "" || !utf8.ValidString(id) || strings.ContainsFunc(id, odd) {
		return "", false
	}
	if len(id) > longID || strings.HasPrefix(id, hashed) { // the latter so that nobody makes up the hash of another
		sum := sha256.Sum256([]byte(id))
		return hashed + hex.EncodeToString(sum[:]), true
	}
	return id, true
}

// MessageIDs reads the ids in the value of a References or In-Reply-To header: whatever stands in angle brackets and can be an id, or,
// where there are no brackets, the words with an @. Of a value longer than [MaxText] only the end is read. It gives at most the last
// 1,000.
func MessageIDs(header string) []string {
	const most = 1_000
	header = header[max(0, len(header)-MaxText):]
	var ids []string
	for rest := header; ; {
		_, after, ok := strings.Cut(rest, "<")
		if !ok {
			break
		}
		id, next, ok := strings.Cut(after, ">")
		if !ok {
			break
		}
		if i := strings.LastIndex(id, "<"); i >= 0 { // the one before was never closed
			id = id[i+1:]
		}
		if _, ok := MailReference("<" + id + ">"); ok {
			ids = append(ids, id)
		}
		rest = next
	}
	if !strings.ContainsAny(header, "<>") {
		for _, word := range strings.Fields(header) {
			if _, ok := MailReference(word); ok && strings.Contains(word, "@") {
				ids = append(ids, word)
			}
		}
	}
	return ids[max(0, len(ids)-most):]
}
