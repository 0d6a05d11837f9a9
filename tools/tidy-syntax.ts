/** The house rules that need the syntax tree, and not lines alone. Part of `tools/tidy.ts`. */
import ts from 'typescript'

const FUNCTION_LINES_MAX = 50
const MUTABLE = /^(Map|Set|WeakMap|WeakSet|Array)$/

export interface SourceText {
  path: string
  text: string
}

export function functionsTooLong(sources: readonly SourceText[]): string[] {
  return sources.flatMap((source) => {
    const file = parse(source)
    return nodesOf(file).flatMap((node) => {
      if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return []
      const [first, last] = [lineOf(file, node.getStart()), lineOf(file, node.end)]
      const count = last - first + 1
      return count > FUNCTION_LINES_MAX ? [`${source.path}:${first} has ${count} lines`] : []
    })
  })
}

/** `let` and `var`, and collections that are not typed as read-only: hidden state. */
export function moduleState(sources: readonly SourceText[]): string[] {
  return sources.flatMap((source) => {
    const file = parse(source)
    return file.statements.filter(ts.isVariableStatement).flatMap(({ declarationList: list }) => {
      const fixed = (list.flags & ts.NodeFlags.Const) !== 0
      return list.declarations
        .filter((declaration) => !fixed || collects(declaration))
        .map(({ name }) => `${source.path}:${lineOf(file, name.getStart())} ${name.getText()}`)
    })
  })
}

function collects({ type, initializer }: ts.VariableDeclaration): boolean {
  if (type && /^(Readonly|readonly )/.test(type.getText())) return false
  if (!initializer) return false
  if (ts.isNewExpression(initializer)) return MUTABLE.test(initializer.expression.getText())
  return ts.isArrayLiteralExpression(initializer) && initializer.elements.length === 0
}

/** An error that is thrown must have a code: no class of the language's own is made. */
export function plainErrors(sources: readonly SourceText[]): string[] {
  return sources.flatMap((source) => {
    const file = parse(source)
    return nodesOf(file)
      .filter(ts.isNewExpression)
      .filter(({ expression }) =>
        /^(Aggregate|Range|Type|Syntax)?Error$/.test(expression.getText()),
      )
      .map((node) => `${source.path}:${lineOf(file, node.getStart())}`)
  })
}

/** Codes are promises: each is declared at one place. */
export function codesDeclaredTwice(sources: readonly SourceText[]): string[] {
  const places = new Map<string, string[]>()
  for (const source of sources) {
    const file = parse(source)
    for (const node of nodesOf(file).filter(ts.isCallExpression)) {
      if (node.expression.getText() !== 'defineError') continue
      const code = /\bcode: '([^']+)'/.exec(node.getText())?.[1] ?? '?'
      const place = `${source.path}:${lineOf(file, node.getStart())}`
      places.set(code, [...(places.get(code) ?? []), place])
    }
  }
  return [...places]
    .filter(([, at]) => at.length > 1)
    .map(([code, at]) => `"${code}" at ${at.join(' and ')}`)
}

function parse({ path, text }: SourceText): ts.SourceFile {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind)
}

function nodesOf(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = []
  const visit = (one: ts.Node): void => {
    found.push(one)
    ts.forEachChild(one, visit)
  }
  visit(node)
  return found
}

function lineOf(file: ts.SourceFile, position: number): number {
  return file.getLineAndCharacterOfPosition(position).line + 1
}
