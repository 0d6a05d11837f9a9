import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMemory, remembered } from './memory.ts'

test('given a memory of two, when a third is asked, then the first is asked for again', () => {
  const memory = createMemory<string>(2)
  const asked: string[] = []
  const ask = (question: string) =>
    memory(question, () => {
      asked.push(question)
      return question.toUpperCase()
    })

  const answers = ['a', 'a', 'b', 'c', 'b', 'a'].map(ask)

  assert.deepEqual(answers, ['A', 'A', 'B', 'C', 'B', 'A'])
  assert.deepEqual(asked, ['a', 'b', 'c', 'a'])
})

test('given a question without an answer, when it is asked again, then it is looked for', () => {
  const memory = createMemory<string>(2)
  let asked = 0
  const ask = () =>
    memory('a', () => {
      asked += 1
      return asked > 1 ? 'found' : undefined
    })

  assert.deepEqual([ask(), ask(), ask()], [undefined, 'found', 'found'])
})

test('given an object asked of before, when it is asked of, then the answer is the same', () => {
  const ask = remembered(({ name }: { name: string }) => ({ text: name.toUpperCase() }))
  const [one, other] = [{ name: 'a' }, { name: 'a' }]

  assert.equal(ask(one), ask(one))
  assert.notEqual(ask(one), ask(other))
})
