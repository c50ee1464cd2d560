package ticket_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/tier"
)

// permitted gives what an actor may do to T, by name.
func (h *house) permitted(by ticket.Actor) map[string]ticket.Permission {
	h.t.Helper()
	all, err := h.desk.Permitted(h.t.Context(), by, "T")
	require.NoError(h.t, err)
	named := map[string]ticket.Permission{}
	for _, p := range all {
		name := strings.TrimSpace(p.Do + " " + p.What)
		require.NotContains(h.t, named, name, "listed twice")
		named[name] = p
	}
	return named
}

func TestPermittedListsWhatAnActorMayDo(t *testing.T) {
	h := newHouse(t)
	h.printing()
	may := h.permitted(rosa)
	var names []string
	for name := range may {
		names = append(names, name)
	}
	slices.Sort(names)
	require.Equal(t, []string{"message", "move cancel", "rate", "set severity", "set subject", "set text", "watch requester"}, names)
	require.Equal(t, "order", may["rate"].Refusal.Rule)
	require.Equal(t, []string{"resolution_note"}, may["move cancel"].Refusal.Missing, "she may not say it, so she cannot cancel it yet")
	require.Equal(t, []string{"text"}, may["message"].Needs)
	require.True(t, may["message"].Now())

	may = h.permitted(ada)
	require.Equal(t, []string{"resolution", "resolution_note"}, may["move resolve"].Needs)
	require.True(t, may["move resolve"].Now())
	require.Equal(t, "resolved", may["move resolve"].Move.To)
	require.Equal(t, []string{"pending"}, may["move hold"].Needs)
	require.Contains(t, may["move hold"].Reasons, "awaiting_customer")
	require.Equal(t, []string{"tried"}, may["hand_over L2"].Needs)
	require.Contains(t, may["hand_over L2"].Reasons, "beyond_cookbook")
	require.True(t, may["assign ada"].Now())
	require.Equal(t, []string{"why"}, may["set_major proposed"].Needs)
	require.NotContains(t, may, "set_major accepted")
	require.NotContains(t, may, "accept")
	require.Equal(t, []string{"impact"}, h.permitted(cleo)["set_major accepted"].Needs)

	h.do(ada, ticket.HandOver{Reason: "beyond_cookbook", Fields: tried})
	require.NotContains(t, h.permitted(ada), "accept")
	require.True(t, h.permitted(ben)["accept"].Now())
	require.Equal(t, "offer", h.permitted(ada)["hand_over L2"].Refusal.Rule)
	h.do(ben, ticket.Accept{})
	evidence := h.permitted(ben)["hand_over L3"]
	require.Equal(t, []string{"tried"}, evidence.Needs)
	require.Equal(t, []string{"runbook_insufficient"}, evidence.Refusal.Unmet)
	require.True(t, h.permitted(ben)["start_run restart"].Now())
	h.do(ben, ticket.StartRun{Runbook: "restart"}, ticket.AddTask{Title: "call"})
	may = h.permitted(ben)
	require.True(t, may["step_run look"].Now())
	require.True(t, may["end_run"].Now())
	require.True(t, may["end_task 1"].Now())
	require.NotContains(t, may, "start_run restart")

	h.do(ben, fixed)
	require.True(t, h.permitted(rosa)["rate"].Now())
	require.NotContains(t, h.permitted(ada), "acknowledge")
}

func TestPermittedIsForWhoHasBusinessWithTheTicket(t *testing.T) {
	h := newHouse(t)
	h.printing()
	_, err := h.desk.Permitted(t.Context(), rolf, "T")
	require.ErrorIs(t, err, ticket.ErrRefused)
	_, err = h.desk.Permitted(t.Context(), ada, "nowhere")
	require.ErrorIs(t, err, ticket.ErrNotFound)
	h.do(rosa, ticket.Watch{Kind: ticket.Requester, ID: "rolf"})
	require.Equal(t, map[string]ticket.Permission{"unwatch": {Do: "unwatch"}}, h.permitted(rolf))
}

func TestPermittedSeesWhatTimeHasMadeDue(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, fixed)
	require.Contains(t, h.permitted(ada), "move close")
	h.now = monday.AddDate(0, 0, 30)
	require.NotContains(t, h.permitted(ada), "move close", "it has closed by itself, though nobody has looked yet")
	got, err := h.desk.Get(t.Context(), "acme", "T")
	require.NoError(t, err)
	require.Equal(t, "resolved", got.State, "asking changes nothing")
}

func TestAPermissionIsData(t *testing.T) {
	h := newHouse(t)
	h.printing()
	text, err := json.Marshal([]any{h.permitted(rosa)["rate"], h.permitted(ada)["hand_over L2"]})
	require.NoError(t, err)
	require.JSONEq(t, `[
		{"do": "rate", "needs": ["score"], "refusal": {"rule": "order", "why": "a ticket is rated when it is resolved",
			"actor": {"kind": "requester", "id": "rosa", "client": "acme"}, "state": "new"}},
		{"do": "hand_over", "what": "L2", "needs": ["tried"], "reasons": ["documented_procedure", "beyond_cookbook", "unacknowledged", "sla_at_risk"]}
	]`, string(text))
}

// least gives the least command for a permission.
func (h *house) least(p ticket.Permission, t ticket.Ticket, by ticket.Actor) ticket.Action {
	n, _ := strconv.Atoi(p.What)
	switch p.Do {
	case "acknowledge":
		return ticket.Acknowledge{}
	case "set":
		return ticket.Set{ticket.Field(p.What): t.Get(ticket.Field(p.What))}
	case "move":
		return h.leastMove(p, t)
	case "assign":
		if p.What != "" {
			return ticket.Assign{Engineer: p.What}
		}
		return ticket.Assign{}
	case "hand_over":
		o := ticket.HandOver{To: tier.ID(p.What), Reason: tier.Reason(p.Reasons[0]), Fields: map[string]string{}}
		for _, name := range p.Needs {
			o.Fields[name] = "cleo" // who may manage vendors
			if _, there := h.desk.Handbook().Engineer("cora"); there {
				o.Fields[name] = "cora"
			}
		}
		return o
	case "approve":
		return ticket.Approve{}
	case "accept":
		return ticket.Accept{}
	case "reject":
		return ticket.Reject{Why: "w"}
	case "consult":
		return ticket.Consult{To: tier.ID(p.What)}
	case "join":
		return ticket.Join{}
	case "leave":
		return ticket.Leave{Tier: tier.ID(p.What)}
	case "note":
		return ticket.Note{Text: "t"}
	case "message":
		return ticket.Message{Text: "t"}
	case "set_major":
		return ticket.SetMajor{Status: ticket.MajorStatus(p.What), Why: "w", Impact: "i"}
	case "review_major":
		return ticket.ReviewMajor{Text: "t"}
	case "add_task":
		return ticket.AddTask{Title: "t"}
	case "assign_task":
		if by.Kind == ticket.Engineer {
			return ticket.AssignTask{Task: n, For: ticket.Doer{Engineer: by.ID}}
		}
		return ticket.AssignTask{Task: n}
	case "end_task":
		return ticket.EndTask{Task: n}
	case "watch":
		if p.What == "" {
			return ticket.Watch{}
		}
		return ticket.Watch{Kind: ticket.ActorKind(p.What), ID: map[string]string{"requester": "rudi", "engineer": h.somebody()}[p.What]}
	case "unwatch":
		return ticket.Unwatch{}
	case "rate":
		return ticket.Rate{Score: 3}
	case "adopt":
		return ticket.Adopt{Version: t.Handbook}
	case "clear":
		return ticket.Clear{}
	case "refer":
		return ticket.Refer{IDs: []string{"<said@example.com>"}}
	case "change_kind":
		return ticket.ChangeKind{To: p.What, Set: said(p, t)}
	case "link_to":
		return ticket.LinkTo{Kind: ticket.LinkKind(p.What), To: h.another(otherEnd[ticket.LinkKind(p.What)], t.Kind)}
	case "unlink":
		kind, to, _ := strings.Cut(p.What, " ")
		return ticket.Unlink{Kind: ticket.LinkKind(kind), To: to}
	case "merge":
		return ticket.Merge{Into: h.another(t.Kind, ""), Set: said(p, t)}
	case "split":
		return ticket.Split{Set: said(p, t)}
	case "start_run":
		return ticket.StartRun{Runbook: p.What}
	case "step_run":
		return ticket.StepRun{Step: p.What, Begin: p.What == "restart"}
	case "end_run":
		return ticket.EndRun{Outcome: runbook.Aborted}
	}
	h.t.Fatalf("nobody knows how to %s", p.Do)
	return nil
}

// somebody is an engineer.
func (h *house) somebody() string { return h.desk.Handbook().Definition().Engineers[0].ID }

func (h *house) leastMove(p ticket.Permission, t ticket.Ticket) ticket.Action {
	move := ticket.Move{Trigger: p.What, Set: said(p, t)}
	cycle, _ := h.desk.Handbook().Lifecycle(t.Kind)
	for _, name := range p.Reasons {
		if reason, _ := cycle.Reason(name); len(reason.Require) == 0 && slices.Contains(p.Needs, "pending") {
			move.Pending = name
		}
	}
	return move
}

// said are the fields that a command needs to say.
func said(p ticket.Permission, t ticket.Ticket) ticket.Set {
	set := ticket.Set{}
	for _, f := range p.Needs {
		if f != "pending" && f != "into" {
			set[ticket.Field(f)] = "said at version " + fmt.Sprint(t.Version)
		}
	}
	return set
}

// otherEnd is the kind of ticket that a kind of link leads to; "" for any.
var otherEnd = map[ticket.LinkKind]string{ticket.LinkProblem: "problem", ticket.LinkCausedBy: "change", ticket.LinkIncident: "incident"}

// another gives a ticket of a kind that is linked with nothing.
func (h *house) another(kind, or string) string {
	kind = cmp.Or(kind, or)
	for n := 0; ; n++ {
		id := kind + " " + strconv.Itoa(n)
		other, err := h.desk.Get(h.t.Context(), "acme", id)
		if errors.Is(err, ticket.ErrNotFound) {
			_, err := h.desk.Do(h.t.Context(), on(id, system, ticket.Open{Kind: kind}))
			require.NoError(h.t, err)
			return id
		}
		require.NoError(h.t, err)
		if t, err := h.desk.Get(h.t.Context(), "acme", "T"); err == nil && len(other.Links) == 0 && !slices.ContainsFunc(t.Links, func(l ticket.Link) bool { return l.To == id }) {
			return id
		}
	}
}

// everyThing is all that can be asked of a ticket.
func (h *house) everyThing(t ticket.Ticket, by ticket.Actor) []ticket.Permission {
	book := h.desk.Handbook()
	all := []ticket.Permission{
		{Do: "acknowledge"},
		{Do: "assign"},
		{Do: "note"},
		{Do: "message"},
		{Do: "review_major"},
		{Do: "add_task"},
		{Do: "rate"},
		{Do: "adopt"},
		{Do: "refer"},
		{Do: "merge"},
		{Do: "split", Needs: []string{"subject", "centre"}},
		{Do: "link_to", What: "related"},
		{Do: "link_to", What: "parent"},
		{Do: "watch", What: "requester"},
		{Do: "watch", What: "engineer"},
	}
	add := func(do, what string, reasons ...string) {
		all = append(all, ticket.Permission{Do: do, What: what, Reasons: reasons})
	}
	for _, f := range book.Fields() {
		add("set", string(f))
	}
	cycle, _ := book.Lifecycle(t.Kind)
	for _, way := range cycle.From(t.State) {
		add("move", way.Trigger)
	}
	for _, s := range ticket.MajorStatuses() {
		add("set_major", string(s))
	}
	for _, e := range book.Ladder().EdgesFrom(t.Tier) {
		if e.Kind.HandsOver() {
			add("hand_over", string(e.To), string(e.Reasons[0]))
		}
	}
	if t.Offer != nil {
		add("accept", "")
		add("reject", "")
	}
	if t.Kind == "incident" {
		add("change_kind", "request")
	}
	for _, e := range book.Ladder().Helpers(t.Tier) {
		add("consult", string(e.To))
	}
	for _, helper := range t.Helpers {
		add("leave", string(helper.Tier))
	}
	for _, l := range t.Links {
		add("unlink", string(l.Kind)+" "+l.To)
	}
	for _, task := range t.Tasks {
		if task.State == ticket.TaskOpen {
			add("assign_task", strconv.Itoa(task.ID))
			add("end_task", strconv.Itoa(task.ID))
		}
	}
	if run, _ := t.Run(); run.Running() {
		add("end_run", "")
	} else {
		for _, m := range book.Runbooks().Match(ticket.BookFacts(t), t.Tier) {
			add("start_run", m.ID)
		}
	}
	return all
}

// TestPermittedAgreesWithDo makes random tickets and asks for everybody: what is listed and free is done, what is listed with a refusal
// is refused by that rule, and what is not listed is refused for a right, or because the ticket is done.
func TestPermittedAgreesWithDo(t *testing.T) {
	const more = `
kinds: [{name: incident}, {name: request}, {name: problem}, {name: change}]
fields: [{name: size, type: one_of, of: [S, M]}, {name: centre, required: true}]
kind_changes:
  - from: incident
    to: request
    states: {new: new, in_progress: awaiting_approval, on_hold: on_hold, resolved: fulfilled, closed: closed}
    reasons: {awaiting_customer: awaiting_customer, awaiting_vendor: awaiting_vendor, awaiting_change: awaiting_change, awaiting_problem: awaiting_change}
`
	bot := func(at tier.ID) ticket.Actor {
		return ticket.Actor{Kind: ticket.Automation, ID: "bot", Tier: at, Client: "acme"}
	}
	for file, people := range map[string][]ticket.Actor{
		"handbook": {rosa, ada, ben, cleo, mara, vendor, monitor, system, bot("L1"), bot("L4")},
		"lines":    {rosa, fay, bo, nils, cora, lou, meg, vendor, monitor, system, bot("front"), bot("net")},
	} {
		text, err := os.ReadFile("testdata/" + file + ".yaml")
		require.NoError(t, err)
		t.Run(file, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				h := houseOf(t, string(text)+more)
				h.wander(rt, people)
				for range 3 {
					h.agrees(rt, rapid.SampledFrom(people).Draw(rt, "who is asked for"))
				}
			})
		})
	}
}

// wander makes a random ticket: everybody does what Permitted says that they may.
func (h *house) wander(rt *rapid.T, people []ticket.Actor) {
	kind := rapid.SampledFrom(h.desk.Handbook().Kinds()).Draw(rt, "kind")
	h.do(rosa, ticket.Open{Kind: kind, Set: ticket.Set{"subject": "s", "category": "printing", "centre": "12"}})
	for range rapid.IntRange(0, 12).Draw(rt, "commands") {
		h.now = h.now.Add(time.Duration(rapid.IntRange(0, 90).Draw(rt, "minutes")) * time.Minute)
		by := rapid.SampledFrom(people).Draw(rt, "by")
		may, err := h.desk.Permitted(h.t.Context(), by, "T")
		if err != nil {
			require.ErrorIs(rt, err, ticket.ErrRefused)
			continue
		}
		free := slices.DeleteFunc(may, func(p ticket.Permission) bool { return !p.Now() || p.Do == "set" })
		if len(free) > 0 {
			before, _ := h.desk.Get(h.t.Context(), "acme", "T")
			p := rapid.SampledFrom(free).Draw(rt, "permission")
			_, err := h.try(by, h.least(p, before, by))
			require.NoError(rt, err, "%+v", p)
		}
	}
}

func (h *house) agrees(rt *rapid.T, by ticket.Actor) {
	now, err := h.desk.Get(h.t.Context(), "acme", "T")
	require.NoError(rt, err)
	settled, err := h.desk.Preview(h.t.Context(), on("T", system, ticket.Acknowledge{}))
	if err == nil {
		now = settled.Ticket // as it stands when time has had its way
	}
	preview := func(p ticket.Permission) *ticket.Refusal {
		_, err := h.desk.Preview(h.t.Context(), on("T", by, h.least(p, now, by)))
		refusal, ok := errors.AsType[*ticket.Refusal](err)
		require.True(rt, err == nil || ok, "%v", err)
		return refusal
	}
	all, err := h.desk.Permitted(h.t.Context(), by, "T")
	if err != nil {
		require.ErrorIs(rt, err, ticket.ErrRefused)
	}
	listed := map[string]bool{}
	for _, p := range all {
		listed[p.Do+" "+p.What] = true
		refusal := preview(p)
		require.Equal(rt, p.Now(), refusal == nil, "%s by %s: %+v: %v", p.Do, by.ID, p, refusal)
		if refusal != nil {
			require.Equal(rt, p.Refusal.Rule, refusal.Rule, "%s %s by %s: %v", p.Do, p.What, by.ID, refusal)
		}
	}
	for _, p := range h.everyThing(now, by) {
		if listed[p.Do+" "+p.What] {
			continue
		}
		refusal := preview(p)
		require.NotNil(rt, refusal, "%s %s by %s is not listed", p.Do, p.What, by.ID)
		require.Contains(rt, []string{"right", "closed", "merged"}, refusal.Rule, "%s %s by %s is not listed: %v", p.Do, p.What, by.ID, refusal)
	}
}

func TestToGiveATicketToOthersIsNotPermittedToWhoMayOnlyTakeIt(t *testing.T) {
	h := ladderHouse(t, tier.Default())
	dev := ticket.Actor{Kind: ticket.Engineer, ID: "dev", Tier: "L4", Client: "acme"}
	h.do(ada, ticket.Open{Tier: "L4"})
	h.do(dev, ticket.Assign{Engineer: "dev"})
	require.Equal(t, "right", h.refused(dev, ticket.Assign{Engineer: "del"}).Rule)
	all, err := h.desk.Permitted(t.Context(), dev, "T")
	require.NoError(t, err)
	var to []string
	for _, p := range all {
		if p.Do == "assign" {
			to = append(to, p.What)
		}
	}
	require.Equal(t, []string{"dev"}, to)
}

func TestARefusedHandOverNamesEdgesThatHandOver(t *testing.T) {
	h := ladderHouse(t, tier.Swarm())
	fay := ticket.Actor{Kind: ticket.Engineer, ID: "fay", Tier: "front", Client: "acme"}
	h.do(fay, ticket.Open{})
	r := h.refused(fay, ticket.HandOver{Reason: tier.BeyondCookbook})
	require.Equal(t, []string{"major_enhancement to L4", "unsolved to L4"}, r.Allowed, "to consult somebody is no hand-over")
}

func TestMovesAreThoseOfTheTicketAsTimeHasLeftIt(t *testing.T) {
	h := newHouse(t)
	h.printing()
	h.do(ada, ticket.Move{To: "resolved", Set: ticket.Set{"resolution": "fixed", "resolution_note": "n"}})
	h.now = monday.Add(2000 * time.Hour) // it closes by itself long before, and nobody has looked since
	all, err := h.desk.Moves(t.Context(), ada, "T", "")
	require.NoError(t, err)
	require.Empty(t, all)
	require.Equal(t, "closed", h.do(ada, ticket.Note{Text: "n"}).State)

	h = alarmed(t)
	all, err = h.desk.Moves(t.Context(), monitor, "T", "")
	require.NoError(t, err)
	require.Empty(t, all, "a monitor moves nothing")
}
