package runbook_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/fourline-go/fourline/runbook"
	"github.com/fourline-go/fourline/tier"
)

var nine = time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)

// A cookbook fix at the first line: two steps, one with evidence, solved.
func Example() {
	book, err := runbook.New(runbook.Runbook{
		ID: "unlock-account", Title: "Unlock a locked account", Owner: "service desk", Version: 2, ReviewBy: "2027-06-30",
		Kind:  runbook.KindCookbook,
		Match: runbook.Criteria{Category: []string{"account"}, ErrorCode: []string{"AD-775"}},
		Tiers: []tier.ID{"L1", "L2"},
		Steps: []runbook.Step{
			{ID: "identify", Kind: runbook.ManualStep, Text: "Ask for the employee number and compare.", Evidence: []string{"employee_number"}},
			{ID: "unlock", Kind: runbook.ManualStep, Text: "Unlock the account in the directory."},
			{ID: "log-in", Kind: runbook.CheckStep, Text: "Let the user log in.", Expect: "The user is logged in."},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var run runbook.Run
	apply := func(e runbook.Event, err error) {
		if err != nil {
			fmt.Println("refused:", err)
			return
		}
		run = run.Apply(e)
	}

	apply(book.Start("L1", "ann", nine))
	apply(book.Record(run, runbook.Report{Step: "identify", Result: runbook.Done}, "ann", nine.Add(time.Minute)))
	for _, evidence := range []map[string]string{{"employee_number": "40117"}, nil, nil} {
		step, why := book.Next(run)
		fmt.Println(why.Text)
		apply(book.Record(run, runbook.Report{Step: step.ID, Result: runbook.Done, Evidence: evidence}, "ann", nine.Add(2*time.Minute)))
	}
	apply(book.Finish(run, runbook.Resolved, "", "ann", nine.Add(5*time.Minute)))
	fmt.Println(run.Evidence())
	// Output:
	// refused: runbook: step identify is done only with evidence: employee_number
	// step identify is next
	// step unlock is next
	// step log-in is next
	// unlock-account version 2, run by ann of L1: resolved
	// - identify: done; employee_number = 40117
	// - unlock: done
	// - log-in: done
}

// A Run-Book that was tried and was not enough: its evidence goes with the ticket to the third line.
func ExampleBook_Finish_insufficient() {
	book, err := runbook.New(runbook.Runbook{
		ID: "vpn-slow", Title: "VPN is slow", Owner: "network", Version: 4, ReviewBy: "2027-01-31", Tiers: []tier.ID{"L2"},
		Steps: []runbook.Step{
			{ID: "load", Kind: runbook.CheckStep, Text: "Look at the gateway's load.", Expect: "Below 80 %.", Evidence: []string{"load"}},
			{ID: "mtu", Kind: runbook.ManualStep, Text: "Set the client's MTU to 1350.", Retries: 1},
			{ID: "pool", Kind: runbook.ManualStep, Text: "Move the client to the second pool."},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	started, _ := book.Start("L2", "ben", nine)
	run := runbook.Run{}.Apply(started)
	for i, rep := range []runbook.Report{
		{Step: "load", Result: runbook.Done, Evidence: map[string]string{"load": "35 %"}},
		{Step: "mtu", Result: runbook.Failed, Note: "no change at 1350"},
		{Step: "mtu", Result: runbook.Failed, Note: "no change at 1300"},
	} {
		e, err := book.Record(run, rep, "ben", nine.Add(time.Duration(i)*time.Minute))
		if err != nil {
			fmt.Println(err)
			return
		}
		run = run.Apply(e)
	}
	_, why := book.Next(run)
	fmt.Println(why.Code)

	_, err = book.Finish(run, runbook.Resolved, "", "ben", nine.Add(time.Hour))
	fmt.Println(err)
	ended, err := book.Finish(run, runbook.Insufficient, "packets are lost beyond the gateway", "ben", nine.Add(time.Hour))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(run.Apply(ended).Evidence())
	// Output:
	// step_failed
	// runbook: resolved needs every step done; not done: mtu, pool
	// vpn-slow version 4, run by ben of L2: insufficient: packets are lost beyond the gateway
	// - load: done; load = 35 %
	// - mtu: failed; no change at 1350
	// - mtu (attempt 2): failed; no change at 1300
	// - not tried: pool
}

// An action is a function of the host. Its beginning is stored before it is called, its result after.
func ExampleBook_Execute() {
	book, err := runbook.New(runbook.Runbook{
		ID: "restart-print", Title: "Restart the print service", Owner: "desk", Version: 1, ReviewBy: "2027-01-31", Tiers: []tier.ID{"L1"},
		Steps: []runbook.Step{{ID: "restart", Kind: runbook.ActionStep, Action: "restart_service", Timeout: 30 * time.Second,
			Input: map[string]string{"service": "spooler"}, Evidence: []string{"uptime"}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	actions := runbook.Actions{
		"restart_service": func(_ context.Context, in runbook.Input) (runbook.Output, error) {
			fmt.Println("restarting", in.Values["service"], "on", in.Facts["host"], "as", in.Key)
			return runbook.Output{Evidence: map[string]string{"uptime": "2s"}}, nil
		},
	}
	var journal []runbook.Event // what the host keeps
	var run runbook.Run
	keep := func(e runbook.Event, err error) {
		if err != nil {
			fmt.Println("refused:", err)
			return
		}
		journal, run = append(journal, e), run.Apply(e)
	}

	keep(book.Start("L1", "ann", nine))
	keep(book.Begin(run, "restart", "ann", nine))
	report, err := book.Execute(context.Background(), journal[1], actions,
		runbook.Call{Key: "T-1042/1", Facts: map[string]string{"host": "prn03"}})
	fmt.Println(report.Result, err)

	// Had the process died before the result was stored, the action would not be called again behind anybody's back:
	_, err = book.Begin(run, "restart", "ann", nine.Add(time.Hour))
	fmt.Println(errors.Is(err, runbook.ErrOutcomeUnknown))

	keep(book.Record(run, report, "ann", nine.Add(time.Second)))
	keep(book.Finish(run, runbook.Resolved, "", "ann", nine.Add(time.Minute)))
	fmt.Println(run.Outcome)
	// Output:
	// restarting spooler on prn03 as T-1042/1/restart
	// done <nil>
	// true
	// resolved
}

// A shelf says which books fit, in which order, and why.
func ExampleShelf_Match() {
	book := func(id string, match runbook.Criteria) runbook.Runbook {
		return runbook.Runbook{ID: id, Title: id, Owner: "network", Version: 1, ReviewBy: "2027-01-31", Tiers: []tier.ID{"L2"}, Match: match,
			Steps: []runbook.Step{{ID: "look", Kind: runbook.ManualStep, Text: "Look."}}}
	}
	shelf, err := runbook.NewShelf([]runbook.Runbook{
		book("anything", runbook.Criteria{}),
		book("vpn", runbook.Criteria{Service: []string{"vpn"}}),
		book("vpn-acme", runbook.Criteria{Service: []string{"vpn"}, Client: []string{"acme"}}),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	facts := runbook.Facts{Service: "vpn", Client: "globex"}
	for _, m := range shelf.Match(facts, "L2") {
		fmt.Println(m)
	}
	acme, _ := shelf.Book("vpn-acme")
	fmt.Println(acme.Match(facts, "L2"))
	// Output:
	// vpn fits, score 8: tier is L2; service is vpn (+8)
	// anything fits, score 0: tier is L2
	// vpn-acme does not fit, score 8: tier is L2; client is globex, wants acme; service is vpn (+8)
}

// Every fault of a definition is reported at once, each with its place.
func ExampleNew_faults() {
	_, err := runbook.New(runbook.Runbook{
		ID: "disk full", Title: "Disk is full", Owner: "unix", Version: 1, ReviewBy: "2027-02-30", Tiers: []tier.ID{"L2"},
		Steps: []runbook.Step{
			{ID: "approve", Kind: "approval", Text: "Ask the duty manager."},
			{ID: "clean", Kind: runbook.ActionStep, Action: "clean_tmp", Retries: 2},
		},
	})
	fmt.Println(err)
	// Output:
	// id: "disk full" is not a name; want 1 to 64 letters, digits or . _ -, the first a letter or a digit
	// review_by: "2027-02-30" is not a day; want one such as 2027-06-30
	// steps[0].kind: "approval" is not built yet; steps of this version are manual, check or action
	// steps[1].retries: needs idempotent: true; a failed action may have had half of its effect
}
