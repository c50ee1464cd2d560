package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket/ticketmem"
)

// TestKillingTheProgramLosesNothing kills the program a hundred times at any moment and starts it again on the same file until the
// day is done; then it does that with the next file. What comes out is what an undisturbed run gives, and whatever a killed one had shown
// is true.
func TestKillingTheProgramLosesNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a program a hundred times")
	}
	program := filepath.Join(t.TempDir(), "servicedesk")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	build, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, string(build))

	plan, undisturbed := thePlan(t), ticketmem.New()
	truth := tales(shown(t, plan, undisturbed, false))
	want := meaning(t, undisturbed)

	begin := time.Now()
	done, _ := live(t, program, filepath.Join(t.TempDir(), "desk.db"), time.Hour)
	require.True(t, done)
	whole := time.Since(begin) // lives are shorter, whatever the machine
	random := rand.New(rand.NewPCG(4, 2026))
	kills := 0
	for kills < 100 {
		file := filepath.Join(t.TempDir(), "desk.db")
		for done := false; !done; {
			var out string
			done, out = live(t, program, file, time.Duration(random.Int64N(int64(whole/3))))
			for _, e := range tales(out[:strings.LastIndex(out, "\n")+1]) {
				ours := strings.Contains(e.text, "Picked up on ")
				require.True(t, ours || slices.ContainsFunc(truth, e.partOf), "shown by a run that was killed: %q", e)
			}
			if !done {
				kills++
			}
		}
		store := onDisk(t, file)
		require.Equal(t, want, meaning(t, store))
		require.NoError(t, store.Close())
	}
	t.Logf("%d kills", kills)
}

// What the program says is a line of the day with those that go on with it: when, which ticket and who, and what was done.
type spoken struct{ head, text string }

// before is how wide the columns before the text are.
const before = 37

func tales(out string) []spoken {
	var all []spoken
	for line := range strings.Lines(out) {
		line = strings.TrimRight(line, "\n")
		runes := []rune(line)
		switch {
		case len(all) > 0 && len(runes) > before && strings.TrimSpace(string(runes[:before])) == "":
			all[len(all)-1].text += " " + string(runes[before:])
		case len(runes) > before && runes[2] == ':':
			all = append(all, spoken{string(runes[:before]), string(runes[before:])})
		default:
			all = append(all, spoken{"", line})
		}
	}
	return all
}

// partOf reports whether an entry is in a true one. What several commits did in one minute is told in one line, and a run that is killed
// between them tells it in two.
func (e spoken) partOf(whole spoken) bool {
	return e.head == whole.head && (e.text == whole.text || e.head != "" && strings.Contains(whole.text, e.text))
}

// live runs the program for so long at most, then kills it. It gives whether the program came to its end, and what it has shown.
func live(t *testing.T, program, file string, life time.Duration) (bool, string) {
	t.Helper()
	var out, complaints bytes.Buffer
	run := exec.Command(program, "-db", file)
	run.Stdout, run.Stderr = &out, &complaints
	run.Env = append(os.Environ(), "NO_COLOR=1")
	require.NoError(t, run.Start())
	killer := time.AfterFunc(life, func() { _ = run.Process.Kill() })
	err := run.Wait()
	if killer.Stop() || err == nil {
		require.NoError(t, err, complaints.String())
		return true, out.String()
	}
	require.Empty(t, complaints.String())
	return false, out.String()
}
