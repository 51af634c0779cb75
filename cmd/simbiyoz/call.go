package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"simbiyoz/geo"
	"simbiyoz/geo/demo"
)

// inventCalls makes the demo's calls, and what its invented people applied with,
// unless there are calls.
func (h *house) inventCalls(ctx context.Context) error {
	there, err := h.x.Calls(ctx)
	if err != nil || len(there) > 0 {
		return err
	}
	var calls []int64
	for _, c := range demo.Calls(time.Now()) {
		id, err := h.x.SaveCall(ctx, c)
		if err != nil {
			return fmt.Errorf("call %d: %w", len(calls)+1, err)
		}
		calls = append(calls, id)
	}
	people, err := h.x.Invented(ctx)
	if err != nil {
		return err
	}
	for i, one := range demo.Applications {
		for _, p := range people {
			if who, _, _ := strings.Cut(p.Mail, "@"); who != one.Of {
				continue
			}
			a := one.Is
			a.CallID = calls[one.To]
			id, err := h.x.Apply(geo.WithViewer(ctx, p.Viewer(false)), a)
			if err != nil {
				return fmt.Errorf("application %d: %w", i+1, err)
			}
			for _, d := range one.Decisions {
				if err := h.x.Decide(ctx, id, d); err != nil {
					return fmt.Errorf("application %d: %w", i+1, err)
				}
			}
		}
	}
	return nil
}
