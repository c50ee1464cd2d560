package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Limits of a log.
const (
	maxLine    = 64 << 10 // bytes of one line
	maxLog     = 4 << 30  // bytes of all lines, unpacked
	maxColumns = 1_000
	maxRows    = 10_000_000
)

// lines reads a log line by line, whatever its size, and never holds more than one of them.
type lines struct {
	in     *bufio.Reader
	number int // of the line read last, from 1
	bytes  int64
}

// newLines reads plain text or gzip, told apart by what the first bytes are.
func newLines(r io.Reader) (*lines, error) {
	raw := bufio.NewReaderSize(r, maxLine)
	if magic, _ := raw.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return &lines{in: raw}, nil
	}
	z, err := gzip.NewReader(raw)
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return &lines{in: bufio.NewReaderSize(z, maxLine)}, nil
}

// next gives the next line that is not empty, without its end; io.EOF after the last. A line that is too long comes back cut, with
// whole false.
func (l *lines) next() (text []byte, whole bool, err error) {
	for {
		text, whole, err = l.read()
		if err != nil || len(text) > 0 || !whole {
			return text, whole, err
		}
	}
}

func (l *lines) read() (text []byte, whole bool, err error) {
	text, err = l.in.ReadSlice('\n')
	l.number++
	l.bytes += int64(len(text))
	whole = !errors.Is(err, bufio.ErrBufferFull)
	for rest := text; errors.Is(err, bufio.ErrBufferFull); l.bytes += int64(len(rest)) {
		text = text[:0:0]
		rest, err = l.in.ReadSlice('\n')
	}
	switch {
	case l.bytes > maxLog:
		return nil, false, fmt.Errorf("line %d: the log is larger than %d bytes", l.number, int64(maxLog))
	case errors.Is(err, io.EOF) && (len(text) > 0 || !whole):
		err = nil // the last line has no end
	case errors.Is(err, io.EOF):
		return nil, true, io.EOF
	case err != nil:
		return nil, false, fmt.Errorf("line %d: %w", l.number, err)
	}
	return bytes.TrimRight(text, "\r\n"), whole, nil
}

var (
	errText  = errors.New("text that is not UTF-8")
	errQuote = errors.New("a quote that is not closed, or stands within a value")
)

// split takes a line apart at its commas. The values are appended to those given.
func split(values []string, text []byte) ([]string, error) {
	if !utf8.Valid(text) {
		return values, errText
	}
	line := string(text)
	if strings.IndexByte(line, '"') < 0 {
		for value := range strings.SplitSeq(line, ",") {
			values = append(values, value)
		}
		return values, nil
	}
	record, err := csv.NewReader(strings.NewReader(line)).Read()
	if err != nil {
		return values, errQuote
	}
	return append(values, record...), nil
}
