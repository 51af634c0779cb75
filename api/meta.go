package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

type networkWire struct {
	Version     string       `json:"version"`
	Name        string       `json:"name"`
	Coarse      bool         `json:"coarse"`
	Estimate    bool         `json:"estimate"`
	Engine      string       `json:"engine"`
	Attribution string       `json:"attribution"`
	Built       string       `json:"built"`
	Hierarchies progressWire `json:"hierarchies"`
	Update      *updateWire  `json:"update"`
}

type progressWire struct {
	Ready int `json:"ready"`
	Total int `json:"total"`
}

type updateWire struct {
	Version string    `json:"version"`
	At      time.Time `json:"at"`
	Taken   bool      `json:"taken"`
	Reasons []string  `json:"reasons"`
}

type countsWire struct {
	Zones   int `json:"zones"`
	Firms   int `json:"firms"`
	Sites   int `json:"sites"`
	Sources int `json:"sources"`
	Sinks   int `json:"sinks"`
	Matches int `json:"matches"`
	Pending int `json:"pending"`
	Demo    int `json:"demo"`
}

type metaWire struct {
	Version        string      `json:"version"`
	Network        networkWire `json:"network"`
	Counts         countsWire  `json:"counts"`
	Demo           bool        `json:"demo"`
	PricesDated    string      `json:"prices_dated"`
	EmissionSource string      `json:"emission_source"`
	Writable       bool        `json:"writable"`
}

func (s *server) network() networkWire {
	n := s.x.Network()
	return networkWire{n.Version, n.Name, n.Coarse, n.Estimate, n.Engine, n.Attribution, n.Built,
		progressWire(n.Hierarchies), (*updateWire)(n.Update)}
}

func (s *server) meta(c *fiber.Ctx) error {
	n, err := s.x.Counts(c.UserContext())
	if err != nil {
		return err
	}
	return c.JSON(metaWire{
		Version: s.cfg.Version, Network: s.network(), Counts: countsWire(n), Demo: n.Demo > 0,
		PricesDated: geo.PricesDated, EmissionSource: geo.EmissionSource, Writable: s.writable() && !looksThrough(c),
	})
}

// health says that the process answers.
func (s *server) health(c *fiber.Ctx) error { return c.SendString("ok\n") }

type readyWire struct {
	Schema int    `json:"schema"` // version of the database's
	Roads  string `json:"roads"`  // version of the network
}

// ready says that the store answers, at the schema that this server knows, and
// that there are roads.
func (s *server) ready(c *fiber.Ctx) error {
	schema, err := s.x.Ready(c.UserContext())
	if err != nil {
		s.cfg.Log.WarnContext(c.UserContext(), "not ready", "error", err)
		return fiber.NewError(fiber.StatusServiceUnavailable, "the store does not answer, or is at another schema")
	}
	roads := s.x.Network().Version
	if roads == "" {
		return fiber.NewError(fiber.StatusServiceUnavailable, "there are no roads")
	}
	return c.JSON(readyWire{schema, roads})
}
