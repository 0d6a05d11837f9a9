import { Document, isMap, isScalar, isSeq, visit } from 'yaml'

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
