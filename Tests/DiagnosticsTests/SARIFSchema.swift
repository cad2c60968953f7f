/// What of the schema of SARIF 2.1.0 a report of Presstime uses, and no member besides.
enum SARIFSchema {
  static let text = """
    {
      "type": "object", "required": ["version", "runs"], "additionalProperties": false,
      "properties": {
        "$schema": {"type": "string"},
        "version": {"enum": ["2.1.0"]},
        "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}}
      },
      "$defs": {
        "index": {"type": "integer", "minimum": 0},
        "number": {"type": "integer", "minimum": 1},
        "message": {
          "type": "object", "additionalProperties": false, "required": ["text"],
          "properties": {"text": {"type": "string", "minLength": 1}}
        },
        "help": {
          "type": "object", "additionalProperties": false, "required": ["text"],
          "properties": {"text": {"type": "string"}, "markdown": {"type": "string"}}
        },
        "level": {"enum": ["none", "note", "warning", "error"]},
        "uri": {"type": "string", "pattern": "^([A-Za-z0-9._~:/?&=-]|%[0-9A-F]{2})+$"},
        "artifactLocation": {
          "type": "object", "additionalProperties": false,
          "properties": {
            "uri": {"$ref": "#/$defs/uri"}, "uriBaseId": {"type": "string"},
            "description": {"$ref": "#/$defs/message"}
          }
        },
        "region": {
          "type": "object", "additionalProperties": false,
          "properties": {
            "startLine": {"$ref": "#/$defs/number"}, "startColumn": {"$ref": "#/$defs/number"},
            "endLine": {"$ref": "#/$defs/number"}, "endColumn": {"$ref": "#/$defs/number"}
          }
        },
        "location": {
          "type": "object", "additionalProperties": false,
          "properties": {
            "physicalLocation": {
              "type": "object", "additionalProperties": false, "required": ["artifactLocation"],
              "properties": {
                "artifactLocation": {"$ref": "#/$defs/artifactLocation"}, "region": {"$ref": "#/$defs/region"}
              }
            },
            "message": {"$ref": "#/$defs/message"}
          }
        },
        "rule": {
          "type": "object", "additionalProperties": false, "required": ["id"],
          "properties": {
            "id": {"type": "string"}, "shortDescription": {"$ref": "#/$defs/message"},
            "helpUri": {"$ref": "#/$defs/uri"}, "help": {"$ref": "#/$defs/help"},
            "defaultConfiguration": {
              "type": "object", "additionalProperties": false,
              "properties": {"level": {"$ref": "#/$defs/level"}}
            }
          }
        },
        "result": {
          "type": "object", "additionalProperties": false, "required": ["message"],
          "properties": {
            "ruleId": {"type": "string"}, "ruleIndex": {"$ref": "#/$defs/index"},
            "level": {"$ref": "#/$defs/level"}, "message": {"$ref": "#/$defs/message"},
            "locations": {"type": "array", "items": {"$ref": "#/$defs/location"}},
            "relatedLocations": {"type": "array", "items": {"$ref": "#/$defs/location"}},
            "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}}
          }
        },
        "run": {
          "type": "object", "additionalProperties": false, "required": ["tool"],
          "properties": {
            "tool": {
              "type": "object", "additionalProperties": false, "required": ["driver"],
              "properties": {
                "driver": {
                  "type": "object", "additionalProperties": false, "required": ["name"],
                  "properties": {
                    "name": {"type": "string"}, "version": {"type": "string"},
                    "informationUri": {"$ref": "#/$defs/uri"},
                    "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}}
                  }
                }
              }
            },
            "originalUriBaseIds": {
              "type": "object", "additionalProperties": {"$ref": "#/$defs/artifactLocation"}
            },
            "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            "results": {"type": "array", "items": {"$ref": "#/$defs/result"}}
          }
        }
      }
    }
    """
}
