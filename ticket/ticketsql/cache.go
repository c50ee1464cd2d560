package ticketsql

import (
	"sync"
	"time"

	"github.com/fourline-go/fourline/ticket"
)

// cached is how many tickets are kept as they were last committed, so that they need not be read and decoded again: about 20 MB.
const cached = 8_192

// name is a ticket's key.
type name struct{ client, id string }

// entry is a ticket as it was last committed. Nothing changes it.
type entry struct {
	ticket ticket.Ticket
	wake   time.Time
}

// A cache keeps the latest tickets. Only what was committed is put in, in the order of the commits, so that what is in it is what is
// stored. It has two generations: what is not asked for while the young one fills is forgotten.
type cache struct {
	mu         sync.Mutex // guards the generations
	young, old map[name]*entry
	half       int // size of a generation
}

func newCache(size int) *cache {
	return &cache{young: map[name]*entry{}, half: size / 2}
}

// get gives a ticket that nobody may change, if it is there.
func (c *cache) get(at name) (*entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.young[at]; ok {
		return e, true
	}
	e, ok := c.old[at]
	if ok {
		c.add(at, e)
	}
	return e, ok
}

// put keeps a ticket that was committed.
func (c *cache) put(at name, e *entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(at, e)
}

func (c *cache) add(at name, e *entry) {
	if len(c.young) >= c.half {
		c.old, c.young = c.young, make(map[name]*entry, c.half)
	}
	c.young[at] = e
}

// clear forgets everything.
func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.old, c.young = nil, map[name]*entry{}
}
