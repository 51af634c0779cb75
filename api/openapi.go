package api

import (
	_ "embed"
	"encoding/json"
	"sync"

	"github.com/gofiber/fiber/v2"
	"gopkg.in/yaml.v3"
)

//go:embed openapi.yaml
var openAPI []byte

// openAPIDocument is the same document as JSON.
var openAPIDocument = sync.OnceValues(func() ([]byte, error) {
	var doc any
	if err := yaml.Unmarshal(openAPI, &doc); err != nil {
		return nil, err
	}
	return json.Marshal(doc)
})

func openAPIYAML(c *fiber.Ctx) error {
	c.Set(fiber.HeaderContentType, "application/yaml")
	return c.Send(openAPI)
}

func openAPIJSON(c *fiber.Ctx) error {
	doc, err := openAPIDocument()
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/vnd.oai.openapi+json;version=3.1")
	return c.Send(doc)
}
