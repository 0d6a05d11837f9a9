import { parseDocument, type ScalarTag } from 'yaml'
import { invalidTemplate } from '../errors.ts'

/** CloudFormation’s short form of `{"Ref": …}`; its other functions are not offered. */
const REF: ScalarTag = { tag: '!Ref', resolve: (key) => ({ Ref: key }) }

/** Of some texts the parser makes quadratic work, which nobody else’s requests should wait for. */
const YAML_BYTES_MAX = 16_384

/**
 * What a text of JSON or YAML says, as JSON could say it. YAML is that of CloudFormation without
 * anchors, by which a small text could stand for a huge one.
 *
 * @throws compute.invalid-template
 */
export function readText(text: string): unknown {
  return checked(text.trimStart().startsWith('{') ? text : fromYaml(text))
}

function fromYaml(text: string): string {
  if (Buffer.byteLength(text) > YAML_BYTES_MAX)
    throw invalidTemplate({ reason: `its YAML has more than ${YAML_BYTES_MAX} bytes: use JSON` })
  try {
    const document = parseDocument(text, { customTags: [REF], schema: 'core', logLevel: 'silent' })
    const [problem] = [...document.errors, ...document.warnings]
    if (problem) throw invalidTemplate({ reason: `its YAML is not read: ${problem.message}` })
    return JSON.stringify(document.toJS({ maxAliasCount: 0 })) ?? 'null'
  } catch (cause) {
    if (invalidTemplate.matches(cause)) throw cause
    // An anchor that is used, or lists in lists beyond the stack.
    const said = cause instanceof Error ? cause.message : String(cause)
    throw invalidTemplate({ reason: `its YAML is not read: ${said}` }, { cause })
  }
}

function checked(json: string): unknown {
  try {
    return JSON.parse(json, (name, value: unknown) => {
      for (const one of [name, value])
        if (typeof one === 'string' && !storable(one)) throw invalidTemplate({ reason: UNSTORABLE })
      return value
    })
  } catch (cause) {
    if (invalidTemplate.matches(cause)) throw cause
    throw invalidTemplate({ reason: 'it is no JSON' }, { cause })
  }
}

// PostgreSQL keeps neither in its JSON.
const UNSTORABLE = 'a text of it holds NUL or half of a surrogate pair'

function storable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}
