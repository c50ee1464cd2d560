package tickettest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/fourline-go/fourline/ticket"
	"github.com/fourline-go/fourline/ticket/lifecycle"
)

var historyTrials = []trial{
	{Histories, "chance sequences do what the model does", func(k *kit) {
		for seed := range uint64(10) {
			h := &history{
				kit: k, seed: seed, chance: rand.New(rand.NewPCG(seed, 2026)), now: start,
				model:   model{commands: map[[2]string]ticket.Result{}},
				clients: []string{fmt.Sprintf("acme%d", seed), fmt.Sprintf("globex%d", seed)},
			}
			for step := range 120 {
				h.step(step)
			}
			h.compare()
			h.drain()
		}
	}},
}

// A history does the same to a store and to the model. Names are few, so that they meet often.
type history struct {
	*kit
	seed    uint64
	chance  *rand.Rand
	now     time.Time
	clients []string
	model   model
	claims  []ticket.Claim // that may still be settled, of the store
}

func (h *history) step(n int) {
	h.now = h.now.Add(time.Duration(h.chance.IntN(40)) * time.Second)
	switch h.chance.IntN(10) {
	case 0:
		h.claimWakes(1 + h.chance.IntN(4))
	case 1:
		h.claimNotices(1 + h.chance.IntN(4))
	case 2:
		h.settleSome()
	default:
		all := make([]ticket.Mutation, 1+h.chance.IntN(4))
		for i := range all {
			all[i] = h.mutation(n)
		}
		h.applyBoth(n, all)
	}
}

// mutation makes a commit that may or may not succeed.
func (h *history) mutation(n int) ticket.Mutation {
	client, id := pick(h.chance, h.clients), fmt.Sprintf("T-%d", h.chance.IntN(12))
	m := Opened(client, id, Set(ticket.FieldAlarm, pick(h.chance, someAlarms)))
	if t := h.model.find(client, id); t != nil && h.chance.IntN(12) > 0 {
		old := t.ticket
		if h.chance.IntN(8) == 0 {
			old.Version = max(1, old.Version+int64(h.chance.IntN(3))-1)
		}
		m = Moved(old, "any", pick(h.chance, lifecycle.Classes()))
		if h.chance.IntN(3) == 0 {
			changed := ticket.Event{Type: ticket.Changed, Changes: sortOf(h.chance), Refer: []string{fmt.Sprintf("<%d@mail>", h.chance.IntN(40))}}
			m = Next(old, changed, ticket.Event{Type: ticket.Noted, Entry: "note"})
		}
	}
	if h.chance.IntN(3) > 0 {
		m.Wake = start.Add(time.Duration(h.chance.IntN(30)) * time.Minute)
	}
	if h.chance.IntN(3) == 0 {
		m.Key = fmt.Sprintf("key %d", h.chance.IntN(200))
	}
	for range h.chance.IntN(3) {
		at := h.now.Sub(start) - time.Duration(h.chance.IntN(100))*time.Second
		m.Notices = append(m.Notices, notice(m.Ticket, pick(h.chance, []string{"late", "overdue", ""}), fmt.Sprintf("N-%d-%d", n, h.chance.IntN(3)), at))
	}
	if h.chance.IntN(6) == 0 {
		m.Cancel = []string{pick(h.chance, []string{"late", "overdue", ""})}
	}
	return m
}

func (h *history) applyBoth(n int, all []ticket.Mutation) {
	for i, got := range h.apply(all...) {
		want := h.model.apply(all[i])
		var taken *ticket.DuplicateError
		switch {
		case errors.As(want.Err, &taken):
			requireTaken(h.kit, got.Err, *taken)
		case want.Err != nil:
			require.ErrorIs(h, got.Err, want.Err, "seed %d, step %d, mutation %d", h.seed, n, i)
		default:
			require.Equal(h, want, got, "seed %d, step %d, mutation %d", h.seed, n, i)
		}
	}
}

func (h *history) claimWakes(limit int) {
	got, err := h.store.ClaimWakes(h.ctx, h.now, time.Minute, limit)
	require.NoError(h, err)
	want := h.model.claimWakes(h.now, time.Minute, limit)
	require.Len(h, got, len(want), "seed %d", h.seed)
	for i := range want {
		require.Equal(h, want[i], got[i], "seed %d", h.seed)
	}
}

func (h *history) claimNotices(limit int) {
	got, err := h.store.ClaimNotices(h.ctx, h.now, time.Minute, limit)
	require.NoError(h, err)
	want := h.model.claimNotices(h.now, time.Minute, limit)
	require.Len(h, got, len(want), "seed %d", h.seed)
	for i, c := range got {
		h.claims = append(h.claims, c)
		c.Token = 0 // tokens are the store's own
		require.Equal(h, want[i], c, "seed %d", h.seed)
	}
}

// settleSome settles a claim, perhaps one that somebody else has claimed since.
func (h *history) settleSome() {
	if len(h.claims) == 0 {
		return
	}
	i := h.chance.IntN(len(h.claims))
	c := h.claims[i]
	h.claims = slices.Delete(h.claims, i, i+1)
	d := settled(c, pick(h.chance, []ticket.NoticeStatus{ticket.NoticeSent, ticket.NoticeFailed, ticket.NoticeQueued, ticket.NoticeQueued}))
	d.Again = h.now.Add(time.Duration(h.chance.IntN(200)) * time.Second)
	h.settle(d)
	d.Token = int64(c.Attempt)
	h.model.settle(d)
}

// compare looks at everything that can be read.
func (h *history) compare() {
	all := make([]ticket.Ticket, 0, len(h.model.tickets))
	for _, t := range h.model.tickets {
		equals(h.kit, t.events, h.events(t.ticket.Client, t.ticket.ID, 0), "seed %d", h.seed)
		h.same(t.ticket)
		all = append(all, t.ticket)
	}
	slices.SortFunc(all, func(a, b ticket.Ticket) int { return strings.Compare(a.ID, b.ID) })
	for _, client := range h.clients {
		for _, q := range queries() {
			q.Client = client
			equals(h.kit, matching(ordered(all), q), h.list(q), "seed %d: %+v", h.seed, q)
		}
	}
}

// drain claims all that is left, long after, and takes it away, so that the next history begins without it.
func (h *history) drain() {
	h.now = h.now.Add(24 * time.Hour)
	h.claimWakes(100)
	for _, t := range h.model.tickets {
		m := Noted(t.ticket, "no wake any more")
		h.applyBoth(-1, []ticket.Mutation{m})
	}
	h.claims = nil
	h.claimNotices(1_000)
	for _, c := range h.claims {
		h.settle(settled(c, ticket.NoticeSent))
	}
	require.Empty(h, h.keys(72*time.Hour, 10))
	require.Empty(h, h.wakes(72*time.Hour, 10))
}
