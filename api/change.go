package api

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

const (
	typeEvents = "text/event-stream"
	// mostFollowers is how many may follow changes at a time where nobody says.
	mostFollowers = 2000
	// heartbeat is how often who follows is written to, where nobody says: only
	// so is it noticed that a client left.
	heartbeat = 15 * time.Second
	// calm is how long after an event the next one comes at the earliest.
	calm = 200 * time.Millisecond
)

// changes tells, for as long as the client listens, which version each layer
// of the map is at: at once, unless Last-Event-ID says that the client knows,
// and whenever one has a later one (server-sent events).
func (s *server) changes(c *fiber.Ctx) error {
	select {
	case s.followers <- struct{}{}:
	default:
		c.Set(fiber.HeaderRetryAfter, "10")
		return fiber.NewError(fiber.StatusServiceUnavailable, "as many follow changes as may")
	}
	seen := c.Get("Last-Event-ID")
	c.Set(fiber.HeaderContentType, typeEvents)
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set("X-Accel-Buffering", "no") // nginx would hold events back
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer func() { <-s.followers }()
		s.tellChanges(w, seen)
	})
	return nil
}

// tellChanges writes events to w until that fails, for the client left, or the
// server ends.
func (s *server) tellChanges(w *bufio.Writer, seen string) {
	w.WriteString("retry: 2000\n\n")
	beat := time.NewTicker(s.cfg.Heartbeat)
	defer beat.Stop()
	for {
		versions, changed := s.x.Versions()
		told := false
		if id := versionID(versions); id != seen {
			data, err := json.Marshal(versions)
			if err != nil {
				return
			}
			fmt.Fprintf(w, "id: %s\ndata: %s\n\n", id, data)
			seen, told = id, true
		} else {
			w.WriteString(":\n\n")
		}
		if w.Flush() != nil || told && !s.pause(calm) {
			return
		}
		select {
		case <-changed:
		case <-beat.C:
		case <-s.cfg.Ended:
			return
		}
	}
}

// pause waits, and reports whether the server still runs.
func (s *server) pause(d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-s.cfg.Ended:
		return false
	}
}

// versionID names versions so that it fits into a header.
func versionID(versions map[string]uint64) string {
	var parts []string
	for _, layer := range slices.Sorted(maps.Keys(versions)) {
		parts = append(parts, fmt.Sprintf("%s.%d", layer, versions[layer]))
	}
	return strings.Join(parts, "-")
}
