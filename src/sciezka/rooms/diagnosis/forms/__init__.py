"""What comes in about trees and statements."""
