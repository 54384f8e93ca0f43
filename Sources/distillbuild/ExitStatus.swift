import Foundation
import Graph
import Stages

/// How the command ends, as a number for scripts.
enum ExitStatus: Int32, Error {
  case done = 0
  /// Built, but something failed or was stopped.
  case incomplete = 1
  /// The pipeline, the data or the command line is wrong.
  case userMistake = 2
  /// The disk, permissions, the cache.
  case machineTrouble = 3
  case interrupted = 130

  func exit() -> Never { Foundation.exit(rawValue) }

  /// Prints what an error has to say; nil for an error that is not ours.
  init?(explaining error: any Error) {
    switch error {
    case let error as PipelineProblems:
      Terminal.error(error.description)
      self = .userMistake
    case let error as Problem:
      Terminal.error(error.description)
      self = .userMistake
    case let error as DataProblems:
      Terminal.error(error.description)
      self = .userMistake
    case let error as DuplicateIds:
      Terminal.error(error.description)
      self = .userMistake
    case let error as UserMistake:
      Terminal.error(error.description)
      self = .userMistake
    case let error as ModelFailure:
      Terminal.error(error.description)
      self = error.isHopeless ? .userMistake : .machineTrouble
    case let error as ToolTrouble:
      Terminal.error(error.description)
      self = .machineTrouble
    case let error as LockFileError:
      Terminal.error(error.description)
      self = .userMistake
    case let error as LockDifference:
      Terminal.error(error.description)
      self = .userMistake
    case let error as MachineTrouble:
      Terminal.error(error.description)
      self = .machineTrouble
    case let error as FileChanged:
      Terminal.error(error.description)
      self = .machineTrouble
    case let error as DiskError:
      Terminal.error(error.description)
      self = .machineTrouble
    case let error as IndexError:
      Terminal.error(error.description)
      self = .machineTrouble
    default: return nil
    }
  }
}

/// Something that is wrong with the cache and that no error of the engine says.
struct MachineTrouble: Error, CustomStringConvertible {
  let description: String
}

/// Something that the user asked for and that is not there.
struct UserMistake: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
