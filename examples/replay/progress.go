package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Progress shows how far something is, on one line that is written over. The zero value and nil count and show nothing. Add is safe
// for concurrent use.
type Progress struct {
	out   io.Writer
	what  string
	unit  string
	total int64 // 0 when nobody knows
	done  atomic.Int64
	begun time.Time
	stop  chan struct{}
	ended sync.WaitGroup
}

// refresh is how often the line is written.
const refresh = 100 * time.Millisecond

// NewProgress shows a line until Stop is called. A nil writer shows nothing.
func NewProgress(out io.Writer, what, unit string, total int) *Progress {
	p := &Progress{out: out, what: what, unit: unit, total: int64(total), begun: time.Now(), stop: make(chan struct{})}
	if out == nil {
		return p
	}
	p.ended.Go(func() {
		ticker := time.NewTicker(refresh)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				fmt.Fprint(out, "\r", p.Line(time.Since(p.begun)), clearLine)
			case <-p.stop:
				fmt.Fprint(out, "\r", clearLine)
				return
			}
		}
	})
	return p
}

// clearLine clears from the cursor to the end of the line (ECMA-48).
const clearLine = "\x1b[K"

// Add counts n more.
func (p *Progress) Add(n int) {
	if p != nil {
		p.done.Add(int64(n))
	}
}

// Stop takes the line away.
func (p *Progress) Stop() {
	if p == nil || p.out == nil {
		return
	}
	close(p.stop)
	p.ended.Wait()
}

// barWidth is how many columns the bar has. With everything beside it the line stays below 80.
const barWidth = 24

// Line is what is shown after so much time.
func (p *Progress) Line(after time.Duration) string {
	done := p.done.Load()
	rate := 0.0
	if after > 0 {
		rate = float64(done) / after.Seconds()
	}
	if p.total == 0 {
		return fmt.Sprintf("%-10s %s %s", p.what, number(done), p.unit)
	}
	filled := int(barWidth * done / p.total)
	left := ""
	if rate > 0 && done > 0 {
		left = fmt.Sprintf("%.0f s left", float64(p.total-done)/rate)
	}
	return fmt.Sprintf("%-10s %s%s %3d %%  %s %s/s  %s", p.what,
		strings.Repeat("█", filled), strings.Repeat("░", barWidth-filled), 100*done/p.total, number(int64(rate)), p.unit, left)
}

// number writes a number with its thousands apart.
func number[N int | int64](n N) string {
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
