export * from './app-vi-c01dda28.js?again';
