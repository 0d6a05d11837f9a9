import { readFileSync } from 'node:fs'
import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml'
import { Failure } from './failure.ts'

/** A document of rules as it was read, and where its parts stand in the file. */
export interface RulesFile {
  document: Record<string, unknown>
  /** The line of what stands at a path like `grants[3].permissions[0]`, or of what it is in. */
  lineOf(path: string): number
}

/** Reads YAML, of which JSON is a part; `-` is what comes in. @throws Failure with the line */
export function readRulesFile(path: string): RulesFile {
  return parseRules(textOf(path), path === '-' ? 'the input' : `"${path}"`)
}

/**
 * Every scalar is a text: the number of an account keeps its zeros, and `no` stays `no`. Anchors
 * that are used again and tags of a kind are refused: what is in the file is all that is meant.
 */
export function parseRules(text: string, name: string): RulesFile {
  const lines = new LineCounter()
  const parsed = parseDocument(text, {
    ...{ schema: 'failsafe', lineCounter: lines, prettyErrors: false, logLevel: 'error' },
  })
  const lineAt = (offset = 0) => lines.linePos(offset).line
  const fail = (offset: number | undefined, reason: string): never => {
    throw new Failure(`${name}, line ${lineAt(offset)}: ${reason}`)
  }
  const [problem] = [...parsed.errors, ...parsed.warnings]
  if (problem) fail(problem.pos[0], problem.message)
  visit(parsed, {
    Alias: (_, alias) => fail(alias.range?.[0], 'an alias stands here; write it out'),
  })
  const root = parsed.contents
  if (!isMap(root)) fail(root?.range?.[0], 'rules are sections by name: tags, grants and so on')
  return {
    document: parsed.toJS() as Record<string, unknown>,
    lineOf: (path) => lineAt(nodeAt(root as Node, path).range?.[0]),
  }
}

/** As deep as the path leads; names may have dots in them. */
function nodeAt(node: Node, path: string): Node {
  const inner = isSeq(node)
    ? itemAt(node.items, path)
    : isMap(node)
      ? memberAt(node.items, path)
      : undefined
  return inner === undefined ? node : nodeAt(inner.node, inner.rest)
}

function itemAt(items: readonly unknown[], path: string) {
  const [all, at] = /^\[(\d+)\]\.?/.exec(path) ?? []
  const node = all === undefined ? undefined : items[Number(at)]
  return node === undefined ? undefined : { node: node as Node, rest: path.slice(all?.length) }
}

function memberAt(items: readonly { key: unknown; value: unknown }[], path: string) {
  for (const { key, value } of items) {
    const name = isScalar(key) ? String(key.value) : ''
    const rest = path.slice(name.length)
    if (!path.startsWith(name) || !/^(\.|\[|$)/.test(rest)) continue
    // The name is where a member that should not be there is looked for.
    const node = rest === '' || isAlias(value) || value === null ? key : value
    return { node: node as Node, rest: rest.replace(/^\./, '') }
  }
  return undefined
}

function textOf(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new Failure(`"${path}" cannot be read: ${(error as Error).message}`)
  }
}

const HEAD = (
  account: string,
) => ` The rules of account ${account}, all by names. "millrace plan FILE" says what a
 change of this file would do, "millrace apply FILE" does it. A section that is
 left out stays as it is; one that is there is complete: what is not in it goes.
 Not here: what creators have on what they made, and IAM_ALLOWED_PRINCIPALS'
 rights on what is new.`

const IN_ONE_LINE = ['resource', 'expression', 'tags']

/** A document for people: what is short in one line, texts quoted that look like other things. */
export function rulesText(document: Record<string, unknown>): string {
  const written = new Document(document, { compat: 'yaml-1.1' })
  written.commentBefore = HEAD(String(document.account))
  visit(written, {
    Seq: (_, list) => {
      if (list.items.length > 0 && list.items.every((item) => isScalar(item))) list.flow = true
    },
    Pair: (_, { key, value }, path) => {
      const inside = path.some((around) => isSeq(around))
      const short = inside && isScalar(key) && IN_ONE_LINE.includes(String(key.value))
      if (short && isMap(value)) value.flow = true
    },
  })
  return written.toString({ lineWidth: 0, flowCollectionPadding: false })
}
