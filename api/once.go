package api

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"github.com/gofiber/fiber/v2"

	"simbiyoz/geo"
)

// errReused is of a key that cannot be taken, which is 422 below /ogc too.
var errReused = errors.New("idempotency key")

// keptHeaders are told again with an answer that is.
var keptHeaders = []string{fiber.HeaderContentType, fiber.HeaderLocation, fiber.HeaderETag, "Content-Crs"}

// once lets what bears an Idempotency-Key be done once however often it comes
// within 24 hours: the same is answered again. What failed may be tried anew.
func (s *server) once(c *fiber.Ctx) error {
	key := c.Get("Idempotency-Key")
	if key == "" || c.Request().IsBodyStream() { // a long table has its refs: the same again changes nothing
		return c.Next()
	}
	v := geo.ViewerOf(c.UserContext())
	digest := sha256.New()
	fmt.Fprintf(digest, "%s %s %s %s\n", c.Method(), c.OriginalURL(), c.Get(fiber.HeaderContentType), c.Get(fiber.HeaderIfMatch))
	digest.Write(c.Body())
	o := geo.Single{Actor: fmt.Sprintf("%s %d", v.Standing, v.UserID), Key: key, Request: digest.Sum(nil)}
	before, err := s.x.BeginOnce(c.UserContext(), o)
	var wrong *geo.FieldError
	if errors.As(err, &wrong) {
		return errors.Join(errReused, err)
	}
	if err != nil {
		return err
	}
	if before != nil {
		return again(c, *before)
	}
	c.SetUserContext(geo.WithOnce(c.UserContext(), o))
	err = c.Next()
	ctx := context.WithoutCancel(c.UserContext()) // what was done is noted whoever waits
	if err != nil || c.Response().StatusCode() >= 300 {
		if failed := s.x.EndOnce(ctx, o, nil); failed != nil {
			s.cfg.Log.WarnContext(ctx, "idempotency key not given back", "error", failed)
		}
		return err
	}
	a := geo.Answer{Status: c.Response().StatusCode(), Header: map[string]string{}, Body: slices.Clone(c.Response().Body())}
	for _, name := range keptHeaders {
		if value := c.GetRespHeader(name); value != "" {
			a.Header[name] = value
		}
	}
	if failed := s.x.EndOnce(ctx, o, &a); failed != nil {
		s.cfg.Log.WarnContext(ctx, "answer not kept", "error", failed)
	}
	return nil
}

// again answers as before.
func again(c *fiber.Ctx, a geo.Answer) error {
	for name, value := range a.Header {
		c.Set(name, value)
	}
	c.Set("Idempotency-Replayed", "true")
	return c.Status(a.Status).Send(a.Body)
}
