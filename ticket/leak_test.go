package ticket_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"iter"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

// What nobody else may get to see: all of a ticket's texts have the first in them, its private ones the second.
const secret, private = "SECRET", "PRIVATE"

// everyAction has one of each action, as plausible as it can be for any ticket.
func everyAction() []ticket.Action {
	return []ticket.Action{
		ticket.Accept{}, ticket.Acknowledge{}, ticket.AddTask{Title: "look"}, ticket.Adopt{Version: 1}, ticket.Approve{}, ticket.Assign{Engineer: "ada"},
		ticket.AssignTask{Task: 1, For: ticket.Doer{Engineer: "ada"}}, ticket.ChangeKind{To: "request"}, ticket.Clear{}, ticket.Consult{To: "L2"},
		ticket.EndRun{Outcome: runbook.Aborted}, ticket.EndTask{Task: 1}, ticket.HandOver{To: "L2", Reason: "beyond_cookbook", Fields: map[string]string{"tried": "all"}},
		ticket.Join{}, ticket.Leave{}, ticket.LinkTo{Kind: "related", To: "S"}, ticket.Merge{Into: "S"}, ticket.Message{Text: "hello"},
		ticket.Move{Trigger: "start"}, ticket.Note{Text: "n"}, ticket.Open{}, ticket.Raise{Key: "disk"}, ticket.Rate{Score: 1},
		ticket.Refer{IDs: []string{"x@y"}}, ticket.Reject{Why: "no"}, ticket.ReviewMajor{Text: "r"}, ticket.Set{"subject": "mine"},
		ticket.SetMajor{Status: "proposed", Why: "big"}, ticket.Split{}, ticket.StartRun{Runbook: "printer"}, ticket.StepRun{Step: "look"},
		ticket.Unlink{Kind: "related", To: "S"}, ticket.Unwatch{}, ticket.Watch{},
	}
}

// call calls a method of a desk as an actor about a ticket and gives all that came of it.
type call func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error)

// calls has one for every exported method of the desk.
func calls() map[string]call {
	command := func(by ticket.Actor, id string, a ticket.Action) ticket.Command {
		return ticket.Command{Ticket: id, By: by, Do: []ticket.Action{a}}
	}
	each := func(do func(a ticket.Action) (any, error)) (any, error) {
		var all []any
		var failed []error
		for _, a := range everyAction() {
			got, err := do(a)
			all, failed = append(all, got), append(failed, err)
		}
		return all, errors.Join(failed...)
	}
	return map[string]call{
		"Do": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return each(func(a ticket.Action) (any, error) { return d.Do(ctx, command(by, id, a)) })
		},
		"Preview": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return each(func(a ticket.Action) (any, error) { return d.Preview(ctx, command(by, id, a)) })
		},
		"DoAll": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return each(func(a ticket.Action) (any, error) { return d.DoAll(ctx, []ticket.Command{command(by, id, a)}) })
		},
		"Adoptions": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, _ string) (any, error) {
			return collect(d.Adoptions(ctx, ticket.Query{Client: by.Client}, ticket.Adopt{Version: 1}))
		},
		"At": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return d.At(ctx, by.Client, id, monday.AddDate(1, 0, 0))
		},
		"Candidates": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return d.Candidates(ctx, by, id)
		},
		"Deliver": func(ctx context.Context, d *ticket.Desk, _ ticket.Actor, _ string) (any, error) {
			return d.Deliver(ctx)
		},
		"Events": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return collect(d.Events(ctx, by.Client, id))
		},
		"EventsAs": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return collect(d.EventsAs(ctx, by, id))
		},
		"Explain": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return d.Explain(ctx, by, id, monday.AddDate(1, 0, 0))
		},
		"Get": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return d.Get(ctx, by.Client, id)
		},
		"GetAs": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return d.GetAs(ctx, by, id)
		},
		"Handbook": func(_ context.Context, d *ticket.Desk, _ ticket.Actor, _ string) (any, error) {
			return d.Handbook().Name(), nil
		},
		"List": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, _ string) (any, error) {
			return collect(d.List(ctx, ticket.Query{Client: by.Client}))
		},
		"Moves": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return d.Moves(ctx, by, id, "")
		},
		"Perform": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return d.Perform(ctx, by, id, nil)
		},
		"Permitted": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return d.Permitted(ctx, by, id)
		},
		"Receive": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return d.Receive(ctx, ticket.Mail{By: by, ID: "new@mail", References: []string{"first@mail"}, Subject: "Re: [" + id + "]", Text: "hello"})
		},
		"Route": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			routing, receipt, err := d.Route(ctx, by, id)
			return []any{routing, receipt}, err
		},
		"Run": func(ctx context.Context, d *ticket.Desk, _ ticket.Actor, _ string) (any, error) {
			ctx, stop := context.WithCancel(ctx)
			stop()
			return nil, d.Run(ctx)
		},
		"Tick": func(ctx context.Context, d *ticket.Desk, _ ticket.Actor, _ string) (any, error) { return d.Tick(ctx) },
		"Wake": func(ctx context.Context, d *ticket.Desk, by ticket.Actor, id string) (any, error) {
			return nil, d.Wake(ctx, by.Client, id)
		},
	}
}

func collect[T any](all iter.Seq2[T, error]) (any, error) {
	var found []T
	for v, err := range all {
		if err != nil {
			return found, err
		}
		found = append(found, v)
	}
	return found, nil
}

// byClient are the methods for the host's own use, which take a client and not an actor.
var byClient = []string{"At", "Events", "Get", "List", "Adoptions"}

// strangers are actors of every kind, an unknown one too.
func strangers(client string) []ticket.Actor {
	var all []ticket.Actor
	for _, kind := range append(lifecycle.ActorKinds(), "", "root") {
		by := ticket.Actor{Kind: kind, ID: "zoe", Client: client}
		switch kind {
		case ticket.Engineer, ticket.Automation:
			for _, tier := range []string{"L1", "L2", "L3", "L4", "", "L9"} {
				one := by
				one.ID, one.Tier = "ada", ada.Tier
				if tier != "L1" {
					one.Tier = ben.Tier
					one.ID = "ben"
				}
				if tier == "" || tier == "L9" {
					one.Tier = "L9"
				}
				all = append(all, one)
			}
			continue
		case ticket.Manager:
			by.ID = "mara"
		case ticket.Requester:
			twin := by
			twin.ID = "rosa" // of the same name as the one who asked
			all = append(all, twin)
		}
		all = append(all, by)
	}
	return all
}

// secretHouse has a ticket of acme whose every text is a secret, with tickets beside it that it is linked to.
func secretHouse(t testing.TB) *house {
	h := newHouse(t)
	texts := ticket.Set{"subject": secret, "text": secret, "category": secret, "service": secret}
	h.on("S", rosa, ticket.Open{Set: texts})
	h.on("T", rosa, ticket.Open{Set: texts})
	h.on("T", ada, ticket.Acknowledge{}, ticket.Note{Text: private + secret}, ticket.Message{Text: secret}, ticket.LinkTo{Kind: "related", To: "S"},
		ticket.Refer{IDs: []string{"first@mail"}}, ticket.AddTask{Title: private + secret})
	h.quiet()
	return h
}

// shown is all that a call gave, as text: data, errors and what is in them.
func shown(t testing.TB, got any, err error) string {
	text, failed := json.Marshal(got)
	require.NoError(t, failed)
	out := string(text)
	if err != nil {
		out += err.Error()
	}
	return out
}

// touched lists every event of acme's tickets.
func touched(h *house) []string {
	var all []string
	for _, id := range []string{"S", "T"} {
		for e, err := range h.desk.Events(h.t.Context(), "acme", id) {
			require.NoError(h.t, err)
			all = append(all, fmt.Sprint(id, e.Seq, e.Type))
		}
	}
	return all
}

func TestTheMatrixCallsEveryMethodAndHasEveryAction(t *testing.T) {
	desk, have := reflect.TypeFor[*ticket.Desk](), calls()
	for i := range desk.NumMethod() {
		require.Contains(t, have, desk.Method(i).Name, "a method that the matrix does not call")
	}
	var names []string
	for _, a := range everyAction() {
		names = append(names, reflect.TypeOf(a).Name())
	}
	require.ElementsMatch(t, exportedActions(t), names)
}

// exportedActions finds in the source of the package what has a method decide.
func exportedActions(t testing.TB) []string {
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	var names []string
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		require.NoError(t, err)
		for _, d := range parsed.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Name.Name != "decide" || f.Recv == nil {
				continue
			}
			if of := f.Recv.List[0].Type.(*ast.Ident); of.IsExported() {
				names = append(names, of.Name)
			}
		}
	}
	return names
}

func TestNobodyOfAnotherClientLearnsAnythingOrChangesAnything(t *testing.T) {
	for _, client := range []string{"acm", "acme-", "acmeacme", "ACME", "", "other", "acme/T"} {
		for name, do := range calls() {
			for _, by := range strangers(client) {
				h := secretHouse(t)
				before := touched(h)
				got, err := do(t.Context(), h.desk, by, "T")
				out := shown(t, got, err)
				require.NotContains(t, out, secret, "%s by %+v", name, by)
				nothing, missing := do(t.Context(), newHouse(t).desk, by, "T")
				require.Equal(t, plain(shown(t, nothing, missing)), plain(out), "%s by %+v tells that the ticket is there", name, by)
				require.Equal(t, before, touched(h), name)
			}
		}
	}
}

// named are the names that the desk gives new tickets.
var named = regexp.MustCompile(`T-[A-Z2-7]{12}`)

func plain(text string) string { return named.ReplaceAllString(text, "T-?") }

func TestAStrangerOfTheSameClientLearnsNothing(t *testing.T) {
	for name, do := range calls() {
		if slices.Contains(byClient, name) {
			continue
		}
		for _, kind := range []ticket.ActorKind{ticket.Requester, ticket.Vendor, ticket.Monitor, "", "root"} {
			h := secretHouse(t)
			got, err := do(t.Context(), h.desk, ticket.Actor{Kind: kind, ID: "zoe", Client: "acme"}, "T")
			require.NotContains(t, shown(t, got, err), secret, "%s by a %s", name, kind)
		}
	}
}

// The receipt of a command is for the host, which has the whole ticket there.
func TestTheRequesterReadsNothingPrivate(t *testing.T) {
	for _, name := range []string{"GetAs", "EventsAs", "Permitted", "Moves", "Candidates", "Explain"} {
		got, err := calls()[name](t.Context(), secretHouse(t).desk, rosa, "T")
		require.NotContains(t, shown(t, got, err), private, name)
	}
}
