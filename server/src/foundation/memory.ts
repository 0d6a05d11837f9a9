/** The answers of a pure function to the last so many questions. */
export type Memory<Answer> = (
  question: string,
  answer: () => Answer | undefined,
) => Answer | undefined

/** What was asked first is forgotten first; an undefined answer is not kept. */
export function createMemory<Answer>(answersMax: number): Memory<Answer> {
  const known = new Map<string, Answer>()
  return (question, answer) => {
    const found = known.get(question)
    if (found !== undefined) return found
    const fresh = answer()
    if (fresh === undefined) return undefined
    if (known.size >= answersMax) known.delete(known.keys().next().value!)
    known.set(question, fresh)
    return fresh
  }
}
