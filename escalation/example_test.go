package escalation_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"
	_ "time/tzdata"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/sla"
)

// Nobody acknowledges: the first line is told, then the ticket goes to the second line, then the manager hears of it.
func ExampleNew() {
	ch, err := escalation.New(escalation.Policy{
		Name:    "nobody answers",
		Version: 1,
		Trigger: escalation.Trigger{On: escalation.Unacknowledged},
		Steps: []escalation.Step{
			{Name: "remind", After: 10 * time.Minute, Targets: []escalation.Target{{Kind: escalation.ToTier}}},
			{
				Name: "climb", After: 20 * time.Minute,
				Actions: []escalation.Action{escalation.HandOver, escalation.Notify},
				Targets: []escalation.Target{{Kind: escalation.ToTier, ID: "L2"}},
			},
			{Name: "manager", After: 30 * time.Minute, Targets: []escalation.Target{{Kind: escalation.ToManager, ID: "L2"}}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	opened := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	var facts escalation.Facts
	cursor := ch.Start(facts, opened)
	for {
		at, ok := ch.Next(cursor, facts)
		if !ok {
			break
		}
		var intents []escalation.Intent
		cursor, intents = ch.Advance(cursor, facts, at)
		for _, i := range intents {
			fmt.Println(i.Planned.Format("15:04"), i.Name+":", i)
		}
	}
	fmt.Println(cursor.State)
	// Output:
	// 09:10 remind: notify tier
	// 09:30 climb: hand_over for unacknowledged
	// 09:30 climb: notify tier L2
	// 10:00 manager: notify manager L2
	// exhausted
}

// Advancing a fresh cursor to the far future shows what a policy will do, before it runs. This one counts office hours and repeats.
func ExampleChain_Advance() {
	office, _ := sla.Compile(sla.Hours{Name: "office", Zone: "Europe/Berlin", Week: sla.Weekdays("09:00-17:00")})
	lead := []escalation.Target{{Kind: escalation.ToEngineer, ID: "lead"}}
	ch, _ := escalation.New(escalation.Policy{
		Name:    "slow",
		Trigger: escalation.Trigger{On: escalation.Unacknowledged},
		Steps: []escalation.Step{
			{After: 2 * time.Hour, Calendar: "office", Targets: lead},
			{After: 4 * time.Hour, Calendar: "office", Targets: lead},
		},
		Repeat: 1,
	}, office)
	friday := time.Date(2026, 1, 9, 14, 0, 0, 0, time.UTC)
	_, intents := ch.Advance(ch.Start(escalation.Facts{}, friday), escalation.Facts{}, friday.AddDate(1, 0, 0))
	for _, i := range intents {
		fmt.Println(i.Planned.Format("Mon 15:04"), i.Key("T-7"))
	}
	// Output:
	// Fri 16:00 T-7:slow:v0:c0:p0:s0:notify:engineer:lead
	// Mon 12:00 T-7:slow:v0:c0:p0:s1:notify:engineer:lead
	// Mon 14:00 T-7:slow:v0:c0:p1:s0:notify:engineer:lead
	// Tue 10:00 T-7:slow:v0:c0:p1:s1:notify:engineer:lead
}

// A policy on an SLA counts on the clock of its metric: 80 percent of the time to resolve are used, then ten minutes more.
func ExampleTrigger() {
	lead := []escalation.Target{{Kind: escalation.ToEngineer, ID: "lead"}}
	ch, _ := escalation.New(escalation.Policy{
		Name:    "late",
		Trigger: escalation.Trigger{On: escalation.SLAShare, Metric: "resolve", Share: 80},
		Steps:   []escalation.Step{{Targets: lead}, {After: 10 * time.Minute, Actions: []escalation.Action{escalation.HandOver}}},
	})
	opened := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	resolve := sla.Resolve()
	clock := resolve.Apply(sla.Clock{Metric: "resolve", Target: time.Hour}, sla.Always(), opened, "opened")
	facts := escalation.Facts{Clocks: []escalation.Timed{{Clock: clock, Calendar: sla.Always()}}}

	cursor, intents := ch.Advance(ch.Start(facts, opened), facts, opened.Add(50*time.Minute))
	fmt.Println(intents[0].Planned.Format("15:04"), intents[0])

	// The customer is asked, and answers an hour later.
	clock = resolve.Apply(clock, sla.Always(), opened.Add(50*time.Minute), "waiting_customer")
	facts.Clocks[0].Clock = clock
	_, due := ch.Next(cursor, facts)
	fmt.Println("due while waiting:", due)

	facts.Clocks[0].Clock = resolve.Apply(clock, sla.Always(), opened.Add(110*time.Minute), "active")
	at, _ := ch.Next(cursor, facts)
	fmt.Println(at.Format("15:04"), "hand_over")
	// Output:
	// 09:48 notify engineer lead
	// due while waiting: false
	// 10:58 hand_over
}

// Turns change on Monday and Friday mornings; somebody stands in on Saturday. That weekend, clocks go forward.
func ExampleNewSchedule() {
	s, err := escalation.NewSchedule(escalation.Rotation{
		Name: "weekend", Zone: "Europe/Berlin", Start: "2026-03-23T08:00",
		Members: []string{"ann", "bob"}, HandOver: "0 8 * * mon,fri",
		Overrides: []escalation.Override{{From: "2026-03-28", Until: "2026-03-29", Member: "eve"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	berlin, _ := time.LoadLocation("Europe/Berlin")
	at := time.Date(2026, 3, 27, 12, 0, 0, 0, time.UTC)
	for range 4 {
		turn, _ := s.Turn(at)
		fmt.Println(turn.Member, turn.From.In(berlin).Format("Mon 15:04 MST"), turn.Until.Sub(turn.From))
		at = turn.Until
	}
	// Output:
	// bob Fri 08:00 CET 16h0m0s
	// eve Sat 00:00 CET 24h0m0s
	// bob Sun 00:00 CET 31h0m0s
	// ann Mon 08:00 CEST 96h0m0s
}

func ExampleLogNotifier() {
	plain := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}
	to := escalation.LogNotifier(slog.New(slog.NewTextHandler(os.Stdout, plain)))
	err := to.Notify(context.Background(), escalation.Notice{
		Key: "T-1:p:v1:c0:p0:s0:notify:tier:L2", Ticket: "T-1", To: escalation.Recipient{Kind: escalation.ToTier, ID: "L2"},
		Subject: "T-1 is not acknowledged",
	})
	fmt.Println(err)
	// Output:
	// level=INFO msg=notice key=T-1:p:v1:c0:p0:s0:notify:tier:L2 ticket=T-1 to="tier L2" subject="T-1 is not acknowledged"
	// <nil>
}
