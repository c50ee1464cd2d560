package ticket_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
)

const mails = `
name: d
version: 1
mail: {tag: "[#{id}]"}
clients: [{id: acme}, {id: acm}, {id: globex, channels: [phone]}]
notify:
  - {on: messaged, to: [{kind: requester}]}
  - {on: noted, to: [{kind: requester}, {kind: tier}]}
`

// mail receives a mail and wants it to be taken.
func (h *house) mail(m ticket.Mail) ticket.Receipt {
	h.t.Helper()
	receipt, err := h.desk.Receive(h.t.Context(), m)
	require.NoError(h.t, err)
	if m.By.Client == "acme" {
		h.get(receipt.Ticket.ID)
	}
	return receipt
}

// unmailed receives a mail and wants it to be refused by a rule.
func (h *house) unmailed(m ticket.Mail, rule string) {
	h.t.Helper()
	_, err := h.desk.Receive(h.t.Context(), m)
	var refusal *ticket.Refusal
	require.ErrorAs(h.t, err, &refusal)
	require.Equal(h.t, rule, refusal.Rule)
}

// from is a mail of somebody.
func from(by ticket.Actor, id string, answers ...string) ticket.Mail {
	return ticket.Mail{By: by, ID: id, References: answers, Subject: "Cannot print", Text: "text of " + id}
}

func TestAMailOpensATicket(t *testing.T) {
	h := houseOf(t, mails)
	m := from(rosa, "<1@acme>", "<0@acme>")
	m.Subject = " Cannot\r\n\tprint\x07 "
	m.Open = ticket.Open{Set: ticket.Set{"service": "print", "subject": "overruled", "impact": "high"}}
	got := h.mail(m).Ticket
	require.Equal(t, "Cannot print", got.Subject)
	require.Equal(t, "text of <1@acme>", got.Text)
	require.Equal(t, "email", got.Channel)
	require.Equal(t, "rosa", got.Requester)
	require.Equal(t, "print", got.Service)
	require.Equal(t, []string{"1@acme", "0@acme"}, got.References)
}

func TestTheSameMailTwiceDoesNothing(t *testing.T) {
	h := houseOf(t, mails)
	first := h.mail(from(rosa, "<1@acme>")).Ticket
	for _, id := range []string{"<1@acme>", "1@acme", " <1@acme>\r\n"} {
		again := h.mail(from(rosa, id))
		require.True(t, again.Seen, "%q", id)
		require.Equal(t, first, again.Ticket)
	}
	reply := h.mail(from(rosa, "<2@acme>", "<1@acme>"))
	require.Equal(t, first.ID, reply.Ticket.ID)
	require.True(t, h.mail(from(rosa, "<2@acme>", "<1@acme>")).Seen)
	h.on(first.ID, ada, ticket.Move{Trigger: "cancel", Set: ticket.Set{"resolution_note": "n"}})
	require.True(t, h.mail(from(rosa, "<2@acme>", "<1@acme>")).Seen, "whatever has happened since")
	require.True(t, h.mail(from(rosa, "<1@acme>")).Seen)
	require.Len(t, h.allOf(ticket.Query{}), 1)
}

func TestAMailIsForTheTicketOfTheNewestMailThatItAnswers(t *testing.T) {
	h := houseOf(t, mails)
	one := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	two := h.mail(from(rosa, "<2@acme>")).Ticket.ID
	require.Equal(t, two, h.mail(from(rosa, "<3@acme>", "<1@acme>", "<2@acme>")).Ticket.ID)
	require.Equal(t, one, h.mail(from(rosa, "<4@acme>", "<2@acme>", "<unknown>", "<1@acme>", "<unknown-too>")).Ticket.ID)
	require.Equal(t, two, h.mail(from(rosa, "<5@acme>", "<3@acme>")).Ticket.ID, "answers to answers")
	require.Equal(t, one, h.mail(from(rosa, "<6@acme>", "", "<>", "<a b>", "<4@acme>")).Ticket.ID, "what is no id is left out")
	m := from(rosa, "<7@acme>", "<1@acme>")
	m.Subject = "Re: [#" + two + "] Cannot print"
	require.Equal(t, one, h.mail(m).Ticket.ID, "a reference comes before a tag")
}

func TestAMailIsForTheTicketThatKnowsItAlready(t *testing.T) {
	h := houseOf(t, mails)
	answer := h.mail(from(rosa, "<2@acme>", "<1@acme>")).Ticket.ID // overtook the mail that it answers
	require.Equal(t, answer, h.mail(from(rosa, "<1@acme>")).Ticket.ID)
	require.Len(t, h.get(answer).References, 2)
}

func TestATagFindsTheTicketOfItsOwnClientOnly(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	tag := h.desk.Handbook().MailTag(id)
	require.Equal(t, "[#"+id+"]", tag)
	for i, subject := range []string{"Re: " + tag, tag, "[#nobody] [#] [# " + tag + " again", "[#" + strings.Repeat("x", 100) + "]" + tag} {
		m := from(rosa, fmt.Sprintf("<t%d@acme>", i))
		m.Subject = subject
		require.Equal(t, id, h.mail(m).Ticket.ID, subject)
	}
	for i, subject := range []string{"[#" + strings.ToLower(id) + "]", "#" + id, "[#" + id, strings.Repeat("[#x]", 5) + tag} {
		m := from(rosa, fmt.Sprintf("<u%d@acme>", i))
		m.Subject = subject
		require.NotEqual(t, id, h.mail(m).Ticket.ID, subject)
	}
	m := from(ticket.Actor{Kind: ticket.Requester, ID: "rosa", Client: "acm"}, "<v@acm>", "<1@acme>")
	m.Subject = tag
	other := h.mail(m).Ticket
	require.Equal(t, "acm", other.Client)
	require.NotEqual(t, id, other.ID)
	require.Equal(t, 4, h.get(id).Entries)
}

func TestWithoutATagSubjectsSayNothing(t *testing.T) {
	h := houseOf(t, "name: d\nversion: 1\n")
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	m := from(rosa, "<2@acme>")
	m.Subject = "Re: [#" + id + "] {id} " + id
	require.NotEqual(t, id, h.mail(m).Ticket.ID)
	require.Empty(t, h.desk.Handbook().MailTag(id))
}

func TestAReplyResumesATicketThatWaitsForIt(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	h.on(id, ada, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"})
	got := h.mail(from(rosa, "<2@acme>", "<1@acme>"))
	require.Equal(t, []ticket.EventType{ticket.Messaged, ticket.Moved}, types(got.Events))
	require.Equal(t, "in_progress", got.Ticket.State)
	require.Equal(t, "text of <2@acme>", got.Events[0].Entry)
	require.Equal(t, []string{"1@acme", "2@acme"}, got.Ticket.References)
}

func TestAReplyToOneThatIsResolvedTakesItUpAgain(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	h.on(id, ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	got := h.mail(from(rosa, "<2@acme>", "<1@acme>"))
	require.Equal(t, []ticket.EventType{ticket.Moved, ticket.Messaged}, types(got.Events))
	require.Equal(t, id, got.Ticket.ID)
	require.Equal(t, 1, got.Ticket.Reopens)
}

func TestAReplyToOneThatIsClosedOpensAnother(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<1@acme>", "<0@acme>")).Ticket.ID
	h.on(id, ada, ticket.Move{Trigger: "cancel", Set: ticket.Set{"resolution_note": "n"}})
	got := h.mail(from(rosa, "<2@acme>", "<0@acme>", "<1@acme>")).Ticket
	require.NotEqual(t, id, got.ID)
	require.Equal(t, []string{"2@acme"}, got.References, "the others stay where they are")
	require.Equal(t, []string{id}, got.Linked(ticket.LinkRelated))
	h.quiet()
	require.Equal(t, []string{got.ID}, h.get(id).Linked(ticket.LinkRelated))
	require.Empty(t, h.eventsOf(id, ticket.Messaged))
	require.Equal(t, got.ID, h.mail(from(rosa, "<3@acme>", "<0@acme>", "<1@acme>", "<2@acme>")).Ticket.ID, "and the thread goes on there")
}

func TestAMailThatItsClosedTicketKnowsAlreadyOpensAnotherOnce(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<2@acme>", "<1@acme>")).Ticket.ID
	h.on(id, ada, ticket.Move{Trigger: "cancel", Set: ticket.Set{"resolution_note": "n"}})
	got := h.mail(from(rosa, "<1@acme>"))
	require.NotEqual(t, id, got.Ticket.ID)
	require.Empty(t, got.Ticket.References)
	require.Equal(t, got.Ticket.ID, h.mail(from(rosa, "<1@acme>")).Ticket.ID)
	require.Len(t, h.allOf(ticket.Query{}), 2)
}

func TestAMailAboutATicketThatWasMergedGoesToTheOther(t *testing.T) {
	h := houseOf(t, mails)
	one := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	two := h.mail(from(rosa, "<2@acme>")).Ticket.ID
	three := h.mail(from(rosa, "<3@acme>")).Ticket.ID
	h.on(one, ada, ticket.Merge{Into: two})
	h.on(two, ada, ticket.Merge{Into: three})
	h.quiet()
	require.Equal(t, three, h.mail(from(rosa, "<4@acme>", "<1@acme>")).Ticket.ID)
	require.Equal(t, three, h.mail(from(rosa, "<5@acme>", "<2@acme>", "<4@acme>")).Ticket.ID)
	m := from(rosa, "<6@acme>")
	m.Subject = h.desk.Handbook().MailTag(one)
	require.Equal(t, three, h.mail(m).Ticket.ID)
}

func TestALifecycleMayRefuseToGoOn(t *testing.T) {
	h := houseOf(t, `
name: d
version: 1
kinds:
  - name: incident
    initial: [new]
    states: [{name: new, class: new}, {name: solved, class: resolved}]
    transitions: [{trigger: solve, from: [new], to: solved}, {trigger: again, from: [solved], to: new, by: [manager], reopens: true}]
    reopen: {within: 1h}
`)
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	h.on(id, ada, ticket.Move{Trigger: "solve"})
	got := h.mail(from(rosa, "<2@acme>", "<1@acme>")).Ticket
	require.Equal(t, "solved", got.State, "a requester may not reopen it here")
	require.Equal(t, 1, got.Entries, "what they say stands")
	h.after(time.Hour + time.Second)
	h.unmailed(from(rosa, "<3@acme>", "<1@acme>"), "late")
	require.Equal(t, 1, h.get(id).Entries)
}

func TestOursAnswerByMail(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	got := h.mail(from(ada, "<2@desk>", "<1@acme>"))
	require.Equal(t, []ticket.EventType{ticket.Messaged}, types(got.Events))
	require.Equal(t, h.now, got.Ticket.Replied)
	require.Equal(t, ticket.Engineer, got.Events[0].By.Kind)
	private := from(ada, "<3@desk>", "<2@desk>")
	private.Private = true
	require.Equal(t, []ticket.EventType{ticket.Noted}, types(h.mail(private).Events))
	h.on(id, ada, ticket.Move{Trigger: "cancel", Set: ticket.Set{"resolution_note": "n"}})
	require.Equal(t, []ticket.EventType{ticket.Messaged}, types(h.mail(from(ada, "<4@desk>", "<1@acme>")).Events), "which reopens nothing")
	open := from(ada, "<5@desk>")
	open.Open.Set = ticket.Set{"requester": "rosa"}
	require.Equal(t, "rosa", h.mail(open).Ticket.Requester, "on behalf of somebody")
}

func TestAStrangersMailIsAPrivateNote(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	h.on(id, ada, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"})
	got := h.mail(from(rolf, "<2@acme>", "<1@acme>"))
	require.Equal(t, ticket.Receipt{Ticket: ticket.Ticket{ID: id, Client: "acme", Version: 3}}, got, "and learns nothing")
	noted := h.eventsOf(id, ticket.Noted)
	require.Len(t, noted, 1)
	require.Equal(t, rolf, noted[0].By)
	require.Equal(t, "stranger", noted[0].Unasked)
	require.NotEmpty(t, noted[0].Notices, "ours are told")
	require.Equal(t, "on_hold", h.get(id).State)
	require.Equal(t, id, h.mail(from(rosa, "<3@acme>", "<2@acme>")).Ticket.ID, "an answer to it finds the ticket")
}

func TestAStrangersMailOnATicketThatIsDoneOpensTheirOwn(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	h.on(id, ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	before := h.get(id)
	got := h.mail(from(rolf, "<2@acme>", "<1@acme>")).Ticket
	require.NotEqual(t, id, got.ID)
	require.Equal(t, "rolf", got.Requester)
	require.Empty(t, got.Links, "which is no business of theirs")
	require.Equal(t, before, h.get(id))
}

func TestWhoWatchesAnswersLikeTheRequester(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	h.on(id, rosa, ticket.Watch{Kind: ticket.Requester, ID: "rolf"})
	h.on(id, ada, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"})
	got := h.mail(from(rolf, "<2@acme>", "<1@acme>"))
	require.Equal(t, "in_progress", got.Ticket.State)
	require.Equal(t, ticket.Messaged, got.Events[0].Type)
}

func TestAVendorsMailIsANote(t *testing.T) {
	h := houseOf(t, mails)
	h.do(ada, ticket.Open{Set: ticket.Set{"requester": "rosa"}})
	h.do(ada, ticket.Refer{IDs: []string{"<1@desk>"}})
	require.Empty(t, h.mail(from(vendor, "<2@printco>", "<1@desk>")).Events)
	require.Equal(t, "stranger", h.eventsOf("T", ticket.Noted)[0].Unasked, "nobody has called them in")
	h.unmailed(from(vendor, "<3@printco>"), "right")
	h.on("U", ada, ticket.Open{Tier: "L4"})
	h.on("U", ada, ticket.Refer{IDs: []string{"<2@desk>"}})
	got := h.mail(from(vendor, "<4@printco>", "<2@desk>"))
	require.Equal(t, []ticket.EventType{ticket.Noted}, types(got.Events))
	require.Empty(t, got.Events[0].Unasked)
}

func TestNobodyDrawsTheMailsOfOthersToATicketOfTheirs(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	theirs := h.mail(from(rolf, "<x@acme>", "<guessed@desk>", "<2@acme>", "<3@acme>")).Ticket.ID
	require.NotEqual(t, id, theirs)
	require.Equal(t, id, h.mail(from(rosa, "<2@acme>", "<1@acme>", "<guessed@desk>")).Ticket.ID)
	m := from(rosa, "<3@acme>", "<guessed@desk>")
	m.Subject = h.desk.Handbook().MailTag(id)
	require.Equal(t, id, h.mail(m).Ticket.ID)
	require.Equal(t, []string{"1@acme"}, h.get(id).References, "what another ticket has stays there")
	require.Zero(t, h.get(theirs).Entries)
	h.mail(from(rosa, "<4@acme>", "<guessed@desk>"))
	require.Equal(t, "stranger", h.eventsOf(theirs, ticket.Noted)[0].Unasked, "with nothing else to go by it is noted, and not lost")
}

func TestStrangersDoNotUseUpTheReferences(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	for i := range ticket.MaxReferences {
		h.now = h.now.Add(time.Hour)
		_, err := h.desk.Receive(t.Context(), from(rolf, fmt.Sprintf("<x-%d@acme>", i), "<1@acme>"))
		require.NoError(t, err)
	}
	require.Len(t, h.get(id).References, ticket.MaxReferences/2)
	h.mail(from(rosa, "<2@acme>", "<1@acme>"))
	require.Equal(t, id, h.mail(from(rosa, "<3@acme>", "<2@acme>")).Ticket.ID)
}

func TestMachinesAreNoted(t *testing.T) {
	h := houseOf(t, mails)
	auto := func(id string, answers ...string) ticket.Mail {
		m := from(rosa, id, answers...)
		m.Auto = true
		return m
	}
	h.unmailed(auto("<0@acme>"), "auto")
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	h.on(id, ada, ticket.Move{Trigger: "hold", Pending: "awaiting_customer"})
	h.mail(auto("<2@acme>", "<1@acme>"))
	noted := h.eventsOf(id, ticket.Noted)
	require.Equal(t, "auto", noted[0].Unasked)
	require.Empty(t, noted[0].Notices, "nobody is told, so that no machine is answered")
	require.Equal(t, "on_hold", h.get(id).State)
	h.on(id, ada, ticket.Move{Trigger: "resolve", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	h.mail(auto("<3@acme>", "<1@acme>"))
	require.Equal(t, "resolved", h.get(id).State)
	ours := from(ada, "<4@desk>", "<1@acme>")
	ours.Auto = true
	require.Equal(t, []ticket.EventType{ticket.Noted}, types(h.mail(ours).Events), "nor do ours answer")
}

func TestMachinesAndStrangersAreNotedSoOftenAnHour(t *testing.T) {
	h := houseOf(t, mails)
	id := h.mail(from(rosa, "<1@acme>")).Ticket.ID
	sent := 0
	send := func() error {
		sent++
		m := from(rosa, fmt.Sprintf("<auto-%d@acme>", sent), "<1@acme>")
		if m.Auto = sent%2 == 0; !m.Auto {
			m.By = rolf
		}
		_, err := h.desk.Receive(t.Context(), m)
		return err
	}
	for range ticket.MaxUnasked {
		h.now = h.now.Add(time.Minute)
		require.NoError(t, send())
	}
	first := h.eventsOf(id, ticket.Noted)[0].At
	for range 30 {
		require.ErrorIs(t, send(), ticket.ErrRefused)
	}
	h.now = first.Add(time.Hour - time.Microsecond)
	require.ErrorIs(t, send(), ticket.ErrRefused)
	h.mail(from(rosa, "<2@acme>", "<1@acme>")) // people are heard
	h.now = first.Add(time.Hour)
	require.NoError(t, send())
	require.Equal(t, ticket.Unasked{Since: h.now, Count: 1}, h.get(id).Unasked)
}

func TestTwoMachinesThatAnswerEachOtherComeToAnEnd(t *testing.T) {
	h := houseOf(t, mails)
	h.mail(from(rosa, "<0@acme>"))
	answered := 0
	for i := range 1_000 {
		m := from(rosa, fmt.Sprintf("<%d@acme>", i+1), "<0@acme>")
		m.Auto = true
		if _, err := h.desk.Receive(t.Context(), m); err == nil {
			answered++
		}
		h.now = h.now.Add(time.Second)
	}
	require.Equal(t, ticket.MaxUnasked, answered)
	require.Empty(t, h.sentNow())
	require.Len(t, h.allOf(ticket.Query{}), 1)
}

func TestAMailIsRefused(t *testing.T) {
	h := houseOf(t, mails)
	for name, m := range map[string]ticket.Mail{
		"without an id":     from(rosa, ""),
		"with a strange id": from(rosa, "<a b@acme>"),
		"of nobody":         from(ticket.Actor{Kind: ticket.Requester, Client: "acme"}, "<1@acme>"),
		"of a long name":    from(ticket.Actor{Kind: ticket.Requester, Client: "acme", ID: strings.Repeat("x", 65)}, "<1@acme>"),
	} {
		_, err := h.desk.Receive(t.Context(), m)
		require.ErrorIs(t, err, ticket.ErrInvalid, name)
	}
	h.unmailed(from(monitor, "<1@acme>"), "right")
	h.unmailed(from(ticket.Actor{Kind: ticket.Requester, ID: "eve", Client: "nobody"}, "<1@acme>"), "right")
	h.unmailed(from(ticket.Actor{Kind: "boss", ID: "eve", Client: "acme"}, "<1@acme>"), "right")
	long := from(rosa, "<1@acme>")
	long.Text = strings.Repeat("x", ticket.MaxText+1)
	h.unmailed(long, "limit")
	h.mail(from(rosa, "<1@acme>"))
	empty := from(rosa, "<2@acme>", "<1@acme>")
	empty.Text = " \n"
	h.unmailed(empty, "limit")
	other := from(rosa, "<3@acme>")
	other.Open.Set = ticket.Set{"requester": "rolf"}
	h.unmailed(other, "right")
}

func TestChannelsAreAgreedForMailsToo(t *testing.T) {
	h := houseOf(t, mails)
	by := ticket.Actor{Kind: ticket.Requester, ID: "gus", Client: "globex"}
	h.unmailed(from(by, "<1@globex>"), "channel")
	m := from(by, "<1@globex>")
	m.Channel = "phone"
	got, err := h.desk.Receive(t.Context(), m)
	require.NoError(t, err)
	reply, err := h.desk.Receive(t.Context(), from(by, "<2@globex>", "<1@globex>"))
	require.NoError(t, err, "what is said about a ticket that is there is heard")
	require.Equal(t, got.Ticket.ID, reply.Ticket.ID)
}

func TestALongSubjectIsCutWhereACharacterEnds(t *testing.T) {
	h := houseOf(t, mails)
	m := from(rosa, "<1@acme>")
	m.Subject = strings.Repeat("é", ticket.MaxName) + "\xff"
	require.Equal(t, strings.Repeat("é", ticket.MaxName/2), h.mail(m).Ticket.Subject)
	m = from(rosa, "<2@acme>")
	m.Subject = "a" + strings.Repeat("é", ticket.MaxName)
	require.Len(t, h.mail(m).Ticket.Subject, ticket.MaxName-1)
}

func TestNoCommandTakesTheKeyOfAMail(t *testing.T) {
	h := newHouse(t)
	_, err := h.desk.Do(t.Context(), ticket.Command{By: rosa, Key: "mail:1@acme", Do: []ticket.Action{ticket.Open{}}})
	require.ErrorIs(t, err, ticket.ErrInvalid, "the mail would be taken for one that was received")
}
