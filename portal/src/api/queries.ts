import type { AnswerOf, OperationName, QueryOf } from '@millrace/contract'
import {
  type InfiniteData,
  QueryClient,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { type Ask, call, Refusal } from './client.ts'

const STALE_MS = 10_000

/** A refusal is an answer; only what may pass by itself is asked for again. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: (count, error) => count < 2 && isPassing(error),
        refetchOnWindowFocus: true,
      },
    },
  })
}

function isPassing(error: unknown): boolean {
  return error instanceof Refusal && error.problem.kind === 'unavailable'
}

export function useAsk<Name extends OperationName>(
  name: Name,
  ask: Ask<Name> = {},
  options: { everyMs?: number; enabled?: boolean; onFocus?: boolean } = {},
): UseQueryResult<AnswerOf<Name>> {
  return useQuery({
    queryKey: [name, ask],
    queryFn: ({ signal }) => call(name, ask, signal),
    refetchInterval: options.everyMs ?? false,
    refetchOnWindowFocus: options.onFocus ?? true,
    enabled: options.enabled ?? true,
    placeholderData: (previous) => previous,
  }) as UseQueryResult<AnswerOf<Name>>
}

type ListName = {
  [Name in OperationName]: AnswerOf<Name> extends { items: unknown[] } ? Name : never
}[OperationName]
type ItemOf<Name extends ListName> = AnswerOf<Name>['items'][number]

/** A list that grows by its cursor. */
export function usePages<Name extends ListName>(
  name: Name,
  ask: Ask<Name> = {},
  options: { everyMs?: number; enabled?: boolean } = {},
) {
  const query = useInfiniteQuery({
    queryKey: [name, ask, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      call(
        name,
        { ...ask, query: { ...(ask.query as object), cursor: pageParam } as QueryOf<Name> },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: options.everyMs ?? false,
    enabled: options.enabled ?? true,
    select: (data: InfiniteData<AnswerOf<Name>>) =>
      data.pages.flatMap((page) => page.items as ItemOf<Name>[]),
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const more = hasNextPage
    ? { busy: isFetchingNextPage, load: () => void fetchNextPage() }
    : undefined
  return { ...query, more }
}

/** A change; what it may have changed is asked for again. */
export function useAct<Name extends OperationName>(
  name: Name,
  refresh: readonly OperationName[],
  done?: (answer: AnswerOf<Name>) => void,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ask: Ask<Name>) => call(name, ask),
    onSuccess: async (answer) => {
      await Promise.all(refresh.map((one) => client.invalidateQueries({ queryKey: [one] })))
      done?.(answer)
    },
  })
}
