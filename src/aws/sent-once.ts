import type { CreateKeyCommand } from '@aws-sdk/client-kms';
import { failureOf, isUnanswered, NoAnswer } from './failure.js';

/** CreateKey as the SDK does not send it again when its answer was lost: that would make a second key. */
export function sentOnce(command: CreateKeyCommand): CreateKeyCommand {
  // Within the SDK's own repeating.
  command.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (thrown) {
        const failure = failureOf(thrown);
        throw isUnanswered(failure) ? new NoAnswer(failure) : thrown;
      }
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return command;
}
