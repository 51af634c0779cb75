package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"simbiyoz/geo/road/osrm"
	"simbiyoz/geo/road/remote"
	"simbiyoz/geo/road/valhalla"
)

// engineConfig says which road engine answers.
type engineConfig struct {
	kind    string   // SIMBIYOZ_ENGINE: own, osrm, valhalla
	url     *url.URL // SIMBIYOZ_ENGINE_URL
	profile string   // SIMBIYOZ_ENGINE_PROFILE, of OSRM
}

func readEngine(env func(string) string) (engineConfig, error) {
	c := engineConfig{kind: env("SIMBIYOZ_ENGINE"), profile: env("SIMBIYOZ_ENGINE_PROFILE")}
	if c.profile == "" {
		c.profile = "driving"
	}
	switch c.kind {
	case "":
		c.kind = "own"
	case "own", "osrm", "valhalla":
	default:
		return c, fmt.Errorf("SIMBIYOZ_ENGINE: %q is neither own, osrm nor valhalla", c.kind)
	}
	if c.kind == "own" {
		return c, nil
	}
	var err error
	if c.url, err = url.Parse(env("SIMBIYOZ_ENGINE_URL")); err != nil {
		return c, fmt.Errorf("SIMBIYOZ_ENGINE_URL: %w", err)
	}
	if (c.url.Scheme != "http" && c.url.Scheme != "https") || c.url.Host == "" {
		return c, fmt.Errorf("SIMBIYOZ_ENGINE_URL: %q is no http address of an %s server", c.url.Redacted(), c.kind)
	}
	return c, nil
}

// newEngine returns roads by the engine that is set, nil with our own.
func (h *house) newEngine() *remote.Roads {
	var engine remote.Engine
	switch c := h.cfg.engine; c.kind {
	case "osrm":
		engine = osrm.New(c.url, c.profile, remote.Options{})
	case "valhalla":
		engine = valhalla.New(c.url, remote.Options{})
	default:
		return nil
	}
	return remote.New(engine, h.roads, remote.Settings{Log: h.log, Changed: func(ctx context.Context) {
		if err := h.catchUp(ctx); err != nil && !errors.Is(err, context.Canceled) {
			h.log.WarnContext(ctx, "matches wait for the next start", "error", err)
		}
	}})
}

// watchEngine finds out how the engine is and keeps an eye on it. The channel
// is closed when ctx has ended that.
func (h *house) watchEngine(ctx context.Context) <-chan struct{} {
	ended := make(chan struct{})
	if h.engine == nil {
		close(ended)
		return ended
	}
	h.engine.Open(ctx)
	go func() {
		defer close(ended)
		h.engine.Run(ctx)
	}()
	return ended
}
