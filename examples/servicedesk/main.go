// Command servicedesk runs a day of a support desk in virtual time and shows it: what comes in, what people and time make of it, and
// what the day amounts to. Policy is in handbook.yaml, the day in scenario.yaml; both are made to be edited.
//
//	go run . -db day.db
//
// See README.md.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	_ "time/tzdata" // zones, on machines that have none

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(command(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// options are what the command line says.
type options struct {
	handbook, db string
	scenarios    []string
	json         bool
}

// command runs the program and gives its exit code: 0 when the day went as the scenario says, 1 when it did not, 2 for a wrong command
// line.
func command(ctx context.Context, args []string, out, complaints io.Writer) int {
	var o options
	flags := flag.NewFlagSet("servicedesk", flag.ContinueOnError)
	flags.SetOutput(complaints)
	flags.StringVar(&o.handbook, "handbook", "handbook.yaml", "the policy of the desk, a `file`")
	flags.Func("scenario", "the work that comes in, a `file`; once for each chapter (default: scenario.yaml and outage_scenario.yaml)", func(file string) error {
		o.scenarios = append(o.scenarios, file)
		return nil
	})
	flags.StringVar(&o.db, "db", "", "keep the database in this `file`; run again to pick up where it stopped (default: a temporary one)")
	flags.BoolVar(&o.json, "json", false, "print the figures of the desk as JSON, and nothing else")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case flags.NArg() > 0:
		fmt.Fprintf(complaints, "servicedesk: %q is not expected here\n", flags.Args())
		return 2
	}
	surprises, err := run(ctx, o, out)
	if ctx.Err() != nil {
		fmt.Fprintln(complaints, "servicedesk: stopped; with -db the same command goes on from here")
		return 1
	}
	if err != nil {
		complain(complaints, err)
		return 1
	}
	if surprises > 0 {
		fmt.Fprintf(complaints, "servicedesk: %s not go as the scenario says; see the marked lines\n", plural(surprises, "entry did", "entries did"))
		return 1
	}
	return 0
}

// run plays the day and shows it.
func run(ctx context.Context, o options, out io.Writer) (surprises int, err error) {
	book, err := handbook.Load(o.handbook)
	if err != nil {
		return 0, inFile(o.handbook, err)
	}
	if len(o.scenarios) == 0 {
		o.scenarios = []string{"scenario.yaml", "outage_scenario.yaml"}
	}
	plan, err := loadPlan(o.scenarios, book)
	if err != nil {
		return 0, err
	}
	store, done, err := open(ctx, o.db)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, done()) }()
	return present(ctx, plan, store, out, o.json)
}

// present plays a scenario on a store and shows it, or its figures alone.
func present(ctx context.Context, plan *plan, store ticket.Store, out io.Writer, asJSON bool) (surprises int, err error) {
	lines := out
	if asJSON {
		lines = io.Discard
	}
	show := newScreen(lines, plan)
	d, err := newDay(plan, store, show, actions())
	if err != nil {
		return 0, err
	}
	show.title()
	if err := d.play(ctx); err != nil {
		return d.surprises, err
	}
	cases, figures, err := d.sum(ctx)
	if err != nil {
		return d.surprises, err
	}
	if !asJSON {
		show.showTables(cases, figures)
		return d.surprises, nil
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return d.surprises, encoder.Encode(figures)
}

// open opens the database, a temporary one without a file's name, and gives what closes it.
func open(ctx context.Context, file string) (ticket.Store, func() error, error) {
	if file != "" {
		store, err := openStore(ctx, file)
		if err != nil {
			return nil, nil, err
		}
		return store, store.Close, nil
	}
	dir, err := os.MkdirTemp("", "servicedesk")
	if err != nil {
		return nil, nil, err
	}
	remove := func() error { return os.RemoveAll(dir) }
	store, err := openStore(ctx, filepath.Join(dir, "desk.db"))
	if err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	return store, func() error { return errors.Join(store.Close(), remove()) }, nil
}

// A fileError says in which file something is wrong.
type fileError struct {
	file string
	err  error
}

func inFile(file string, err error) error {
	if err == nil {
		return nil
	}
	return &fileError{file, err}
}

func (f *fileError) Error() string { return f.err.Error() }
func (f *fileError) Unwrap() error { return f.err }

// complain prints an error: every fault of a file on a line of its own, as compilers do.
func complain(to io.Writer, err error) {
	f, ok := errors.AsType[*fileError](err)
	faults := ticket.Faults(err)
	if !ok || len(faults) == 0 {
		fmt.Fprintf(to, "servicedesk: %v\n", err)
		return
	}
	for _, fault := range faults {
		place := f.file
		if fault.Line > 0 {
			place += fmt.Sprintf(":%d", fault.Line)
		}
		if fault.Path != "" {
			place += ": " + fault.Path
		}
		fmt.Fprintf(to, "%s: %s\n", place, oneLine(fault.Problem))
	}
}
