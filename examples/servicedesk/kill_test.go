package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
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
	truth := map[string]bool{}
	for line := range strings.Lines(shown(t, plan, undisturbed, false)) {
		truth[line] = true
	}
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
			for line := range strings.Lines(out) {
				ours := strings.Contains(line, "Picked up on ") || !strings.HasSuffix(line, "\n")
				require.True(t, ours || truth[line], "shown by a run that was killed: %q", line)
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
