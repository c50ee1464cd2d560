package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
)

// options are the command line.
type options struct {
	log      string
	format   Format
	store    string
	db       string
	workers  int
	json     bool
	skipBad  bool
	handbook string
}

// The stores.
const (
	storeMem    = "mem"
	storeSQLite = "sqlite"
)

// maxWorkers is far above what helps.
const maxWorkers = 10_000

// workersFor is how many cases are replayed at once when nobody says: as many as there are processors in memory; far more on
// SQLite, which writes the commits that are waiting together.
func workersFor(store string) int {
	if store == storeSQLite {
		return 256
	}
	return runtime.GOMAXPROCS(0)
}

// parseOptions reads the command line and says all that is wrong with it at once.
func parseOptions(args []string, out io.Writer) (options, error) {
	var o options
	var format string
	flags := flag.NewFlagSet("replay", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.Usage = func() { usage(flags) }
	flags.StringVar(&o.log, "log", "", "the log, a `FILE` in CSV, packed by gzip or not")
	flags.StringVar(&format, "format", "", "how it is written: "+formatNames(" or "))
	flags.StringVar(&o.store, "store", storeMem, "where tickets are kept: mem or sqlite")
	flags.StringVar(&o.db, "db", "", "with -store sqlite: the database `FILE` to write and keep; without it one that is removed")
	flags.IntVar(&o.workers, "workers", 0, "cases replayed at once; 0 means as many as suit the store")
	flags.BoolVar(&o.json, "json", false, "print the figures as one JSON object on one line")
	flags.BoolVar(&o.skipBad, "skip-bad", false, "leave broken rows out instead of refusing the log")
	flags.StringVar(&o.handbook, "handbook", "", "a handbook `FILE` instead of the one for the format in this folder")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.format, _ = FormatNamed(format)
	return o, o.check(format, flags.Args())
}

func (o *options) check(format string, rest []string) error {
	var wrong []error
	add := func(text string, args ...any) { wrong = append(wrong, fmt.Errorf(text, args...)) }
	if o.log == "" {
		add("-log is missing: which file?")
	}
	if o.format.Name == "" {
		add("-format is %q; want %s", format, formatNames(" or "))
	}
	if !slices.Contains([]string{storeMem, storeSQLite}, o.store) {
		add("-store is %q; want mem or sqlite", o.store)
	}
	if o.db != "" && o.store != storeSQLite {
		add("-db is for -store sqlite; tickets in memory are in no file")
	}
	if o.workers < 0 || o.workers > maxWorkers {
		add("-workers is %d; want 0 to %d", o.workers, maxWorkers)
	}
	if len(rest) > 0 {
		add("what is %q? Flags begin with a dash", strings.Join(rest, " "))
	}
	if o.workers == 0 {
		o.workers = workersFor(o.store)
	}
	return errors.Join(wrong...)
}

func formatNames(between string) string {
	var names []string
	for _, f := range Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, between)
}

func usage(flags *flag.FlagSet) {
	fmt.Fprintf(flags.Output(), `replay feeds the log of a real service desk through a fourline desk and compares what both counted.

  go run -C examples/replay . -log FILE -format %s [-store mem|sqlite] [flags]

`, formatNames("|"))
	flags.PrintDefaults()
}
