package ticketsql_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/escalation"
	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/ticketsql"
	"github.com/fourline-go/fourline/ticket/tickettest"
)

// victim names the database that a test process of ours writes to until it is killed.
const victim = "FOURLINE_TICKETSQL_VICTIM"

func TestMain(m *testing.M) {
	if file := os.Getenv(victim); file != "" {
		if err := writeUntilKilled(file); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// The tickets that the victim writes to: each writer its own, and all of them one together.
const (
	writers = 6
	shared  = "T-shared"
)

func ownTicket(n int) string { return fmt.Sprintf("T-%d", n) }

// burdened gives a commit a wake, a notice and a key that can be worked out from the ticket and its version.
func burdened(m ticket.Mutation) ticket.Mutation {
	id, version := m.Ticket.ID, m.Ticket.Version
	m.Key, m.Wake = keyOf(id, version), m.Ticket.Updated
	m.Notices = []escalation.Notice{{Key: "notice of " + m.Key, Client: "acme", Ticket: id, At: m.Ticket.Updated}}
	return m
}

func keyOf(id string, version int64) string { return fmt.Sprintf("%s:%d", id, version) }

// writeUntilKilled commits without end and prints every commit that was acknowledged.
func writeUntilKilled(file string) error {
	ctx := context.Background()
	s, err := ticketsql.Open(ctx, file)
	if err != nil {
		return err
	}
	failed := make(chan error)
	for n := range writers {
		go func() {
			for i := 0; ; i++ {
				id := ownTicket(n)
				if i%4 == 3 {
					id = shared
				}
				if err := addOne(ctx, s, id); err != nil {
					failed <- err
				}
			}
		}()
	}
	return <-failed
}

// addOne opens a ticket or adds a note to it, and says so. A conflict is somebody else's commit.
func addOne(ctx context.Context, s *ticketsql.Store, id string) error {
	t, err := s.Get(ctx, "acme", id)
	m := tickettest.Opened("acme", id)
	if err == nil {
		m = tickettest.Noted(t, "one more")
	}
	m = burdened(m)
	results, err := s.Apply(ctx, []ticket.Mutation{m})
	if err != nil {
		return err
	}
	if results[0].Err == nil {
		fmt.Printf("%s %d\n", id, m.Ticket.Version)
	}
	return nil
}

func TestNoAcknowledgedCommitIsLostWhenTheProcessIsKilled(t *testing.T) {
	rounds := 1
	if os.Getenv("FOURLINE_SOAK") != "" {
		rounds = 15
	}
	for round := range rounds {
		file := filepath.Join(t.TempDir(), fmt.Sprintf("desk%d.db", round))
		chance := rand.New(rand.NewPCG(20, uint64(round)))
		acknowledged := map[string]int64{}
		for range 20 {
			killAfter(t, file, 1+chance.IntN(300), acknowledged)
			intact(t, file, acknowledged)
		}
	}
}

// killAfter runs a victim, kills it once it has acknowledged a number of commits, and notes all that it did acknowledge.
func killAfter(t *testing.T, file string, commits int, acknowledged map[string]int64) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), victim+"="+file)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var complaint strings.Builder
	cmd.Stderr = &complaint
	require.NoError(t, cmd.Start())
	var kill sync.Once
	for lines := bufio.NewReader(out); ; commits-- {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		var id string
		var version int64
		_, err = fmt.Sscanf(line, "%s %d\n", &id, &version)
		require.NoError(t, err, "%q", line)
		acknowledged[id] = max(acknowledged[id], version)
		if commits <= 1 {
			kill.Do(func() { require.NoError(t, cmd.Process.Kill()) })
		}
	}
	require.ErrorContains(t, cmd.Wait(), "killed", complaint.String())
}

// intact asserts that everything acknowledged is there, and that what is there is whole: tickets with their events, notices, keys
// and wakes.
func intact(t *testing.T, file string, acknowledged map[string]int64) {
	t.Helper()
	s, err := ticketsql.Open(t.Context(), file)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	var want []string
	for stored, err := range s.List(t.Context(), ticket.Query{Client: "acme"}) {
		require.NoError(t, err)
		require.GreaterOrEqual(t, stored.Version, acknowledged[stored.ID], "acknowledged and gone")
		delete(acknowledged, stored.ID)
		defer func() { acknowledged[stored.ID] = stored.Version }()
		folded, err := ticket.Fold(stored.ID, "acme", s.Events(t.Context(), "acme", stored.ID, 0))
		require.NoError(t, err)
		require.Equal(t, stored, folded)
		for v := range stored.Version {
			want = append(want, "notice of "+keyOf(stored.ID, v+1))
		}
		keysTaken(t, s, stored)
	}
	require.Empty(t, acknowledged, "acknowledged and gone")
	require.ElementsMatch(t, want, noticesLeft(t, s))
}

// keysTaken asserts that the keys of a ticket's commits were seen, and that of the next was not.
func keysTaken(t *testing.T, s *ticketsql.Store, stored ticket.Ticket) {
	t.Helper()
	for _, version := range []int64{1, stored.Version, stored.Version + 1} {
		r, err := s.Apply(t.Context(), []ticket.Mutation{{Ticket: stored, Key: keyOf(stored.ID, version)}})
		require.NoError(t, err)
		require.Equal(t, version <= stored.Version, r[0].Seen, "version %d of %d", version, stored.Version)
	}
}

// noticesLeft claims all notices, for no time, so that the next look finds them again.
func noticesLeft(t *testing.T, s *ticketsql.Store) []string {
	t.Helper()
	claims, err := s.ClaimNotices(t.Context(), time.Date(2100, time.January, 1, 0, 0, 0, 0, time.UTC), 0, 1_000_000)
	require.NoError(t, err)
	var keys []string
	for _, c := range claims {
		keys = append(keys, c.Notice.Key)
	}
	return keys
}
