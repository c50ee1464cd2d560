package escalation

import (
	"context"
	"log/slog"
)

// LogNotifier writes each notice to a log as one line, at level Info, and never fails. The text of a notice is left out, because logs
// travel further than messages; its subject is there. A nil logger drops everything.
func LogNotifier(to *slog.Logger) Notifier {
	if to == nil {
		to = slog.New(slog.DiscardHandler)
	}
	return NotifierFunc(func(ctx context.Context, n Notice) error {
		attrs := []slog.Attr{
			slog.String("key", n.Key), slog.String("ticket", n.Ticket), slog.String("to", n.To.String()), slog.String("subject", n.Subject),
		}
		if n.Client != "" {
			attrs = append(attrs, slog.String("client", n.Client))
		}
		if n.Policy != "" {
			attrs = append(attrs, slog.String("policy", n.Policy), slog.Int("pass", n.Pass), slog.Int("step", n.Step),
				slog.Time("planned", n.Planned), slog.Duration("late", n.At.Sub(n.Planned)))
		}
		to.LogAttrs(ctx, slog.LevelInfo, "notice", attrs...)
		return nil
	})
}
