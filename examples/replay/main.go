package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/handbook"
)

// handbooks are the files beside the program, one for each format.
//
//go:embed servicenow.yaml vinst.yaml
var handbooks embed.FS

// What the program ends with.
const (
	exitDone  = 0
	exitError = 1 // the log, the handbook or the store is not as it must be, or somebody stopped it
	exitUsage = 2
)

// garbage is how much may be allocated before it is collected, in percent of what is in use: a replay lets go of little and is over
// soon. On the largest log at hand 400 instead of the usual 100 takes 520 MB instead of 330 and gives a third more rows in a second.
const garbage = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	p := program{out: os.Stdout, err: os.Stderr}
	if terminal(os.Stderr) {
		p.screen = os.Stderr
	}
	os.Exit(p.run(ctx, os.Args[1:]))
}

// terminal reports whether a file is one, as far as its mode tells.
func terminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&fs.ModeCharDevice != 0
}

// A program writes figures to out, complaints to err and progress to screen, which is nil without a terminal.
type program struct {
	out, err, screen io.Writer
}

// run does it all and gives the exit status.
func (p *program) run(ctx context.Context, args []string) int {
	o, err := parseOptions(args, p.err)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitDone
	case err != nil:
		fmt.Fprintf(p.err, "replay: %v\n", err)
		return exitUsage
	}
	if err := p.replay(ctx, o); err != nil {
		fmt.Fprintf(p.err, "replay: %v\n", err)
		return exitError
	}
	return exitDone
}

// replay reads and checks everything, and only then writes.
func (p *program) replay(ctx context.Context, o options) (err error) {
	book, err := loadHandbook(o)
	if err != nil {
		return err
	}
	log, err := p.read(o)
	if err != nil {
		return err
	}
	rules, err := NewRules(book, log)
	if err != nil {
		return err
	}
	store, err := openStore(ctx, o.store, o.db)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	desk, err := ticket.NewDesk(ticket.Config{Store: store, Handbook: book})
	if err != nil {
		return err
	}
	r, err := p.measure(ctx, desk, rules, log, o)
	if err != nil {
		return err
	}
	if o.db != "" {
		r.Database, _ = filepath.Abs(o.db)
	}
	if o.json {
		return r.JSON(p.out, p.err)
	}
	return r.Text(p.out)
}

// measure replays a log and reads back what came of it.
func (p *program) measure(ctx context.Context, desk *ticket.Desk, rules *Rules, log *Log, o options) (*Report, error) {
	bar := NewProgress(p.screen, "replaying", "rows", log.Rows)
	begun := time.Now()
	tally, err := Replay(ctx, desk, rules, log, o.workers, bar)
	wall := time.Since(begun)
	bar.Stop()
	if err != nil {
		return nil, stopped(err, tally, log)
	}
	bar = NewProgress(p.screen, "counting", "tickets", len(log.Cases))
	figures, err := ReadFigures(ctx, desk, log, bar)
	bar.Stop()
	if err != nil {
		return nil, stopped(err, tally, log)
	}
	return &Report{
		Log: o.log, Format: o.format, Store: o.store, Workers: o.workers, Handbook: desk.Handbook().Name(),
		Skipped: log.Skipped, Tally: tally, Figures: figures, Wall: wall,
	}, nil
}

// stopped says how far a replay came.
func stopped(err error, tally *Tally, log *Log) error {
	what := "stopped"
	if !errors.Is(err, context.Canceled) {
		what = err.Error()
	}
	return fmt.Errorf("%s, with %s of %s rows replayed", what, number(tally.Rows), number(log.Rows))
}

// read reads the log and reports its broken rows.
func (p *program) read(o options) (*Log, error) {
	f, err := os.Open(typed(o.log))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	bar := NewProgress(p.screen, "reading", "rows", 0)
	var broken []string
	log, err := ReadLog(f, o.format, o.skipBad, func(line string) { broken = append(broken, line) }, bar)
	bar.Stop()
	for _, line := range broken {
		fmt.Fprintln(p.err, line)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.log, err)
	}
	return log, nil
}

// typed finds a file that was named by who typed the command: `go run -C` starts the program in its own folder, and the shell's is in
// PWD. A file here goes before one there.
func typed(name string) string {
	if _, err := os.Stat(name); err == nil || filepath.IsAbs(name) {
		return name
	}
	there := filepath.Join(os.Getenv("PWD"), name)
	if _, err := os.Stat(there); err != nil {
		return name
	}
	return there
}

// loadHandbook takes the handbook of the format, or the one that was asked for.
func loadHandbook(o options) (*ticket.Handbook, error) {
	if o.handbook != "" {
		return handbook.Load(typed(o.handbook))
	}
	text, err := handbooks.ReadFile(o.format.Handbook)
	if err != nil {
		return nil, err
	}
	book, err := handbook.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.format.Handbook, err)
	}
	return book, nil
}
