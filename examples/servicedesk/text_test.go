package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestSpansReadAsPeopleSayThem(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 m", 29 * time.Second: "0 m", 30 * time.Second: "1 m", 59 * time.Minute: "59 m", time.Hour: "1 h",
		125 * time.Minute: "2 h 05 m", 24 * time.Hour: "1 d", 24*time.Hour + 29*time.Second: "1 d", 34 * time.Hour: "1 d 10 h",
		24*time.Hour + 40*time.Minute: "1 d",
	} {
		require.Equal(t, want, span(d), d)
	}
	require.Equal(t, "28 h 10 m", hours(28*time.Hour+10*time.Minute))
	require.Equal(t, "40 h", hours(40*time.Hour))
	require.Equal(t, "16 h", hours(16*time.Hour))
}

func TestWrappingKeepsEveryWordAndTheWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zä “”]{0,200}`).Draw(t, "text")
		columns := rapid.IntRange(1, 40).Draw(t, "columns")
		var all string
		for _, line := range wrap(columns, mark{text, plain}, mark{text, bad}) {
			joined := paint(false).join(line)
			require.LessOrEqual(t, len([]rune(joined)), columns)
			all += joined
		}
		glue := func(s string) string { return strings.Join(strings.Fields(s), "") }
		require.Equal(t, glue(text)+glue(text), glue(all))
	})
}

func TestPaddingIsAsWideAsItSays(t *testing.T) {
	require.Equal(t, "ab   ", pad("ab", 5))
	require.Equal(t, "abcd…", pad("abcdef", 5))
	require.Equal(t, "ä    ", pad("ä", 5))
	require.Equal(t, "   ab", padLeft("ab", 5))
	require.Equal(t, "abcdef", padLeft("abcdef", 5))
}

func TestWordsOfOneColourStandTogether(t *testing.T) {
	line := []mark{{"a", plain}, {"b", bad}, {"c", bad}, {"d", plain}}
	require.Equal(t, "a \x1b[31mb c\x1b[0m d", paint(true).join(line))
	require.Equal(t, "a b c d", paint(false).join(line))
}
